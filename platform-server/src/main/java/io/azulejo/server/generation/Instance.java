package io.azulejo.server.generation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.azulejo.server.database.OwnDatabase;
import io.azulejo.server.database.TimeOrderedId;

/**
 * This run of the application, as one of several on the same database. It is alive for the others while its heartbeats
 * come, by the database's clock. All methods block.
 */
@Component
public class Instance {

    private final UUID id = TimeOrderedId.next();
    private final String host = hostName() + " (process " + ProcessHandle.current().pid() + ")";
    private final JdbcClient jdbc;
    private final Duration timeout;
    private final boolean alone;

    Instance(JdbcClient jdbc, GenerationProperties properties, ObjectProvider<OwnDatabase> ownDatabase) {
        this.jdbc = jdbc;
        this.timeout = properties.instanceTimeout();
        this.alone = ownDatabase.getIfAvailable() != null;
    }

    public UUID id() {
        return id;
    }

    /** Whether the database is the application's own, so that no other instance is ever alive on it. */
    public boolean isAlone() {
        return alone;
    }

    /** Makes the instance known. */
    void join() {
        if (alone) {
            jdbc.sql("delete from instance").update();
        }
        beat();
    }

    /**
     * Tells the others that this instance is alive. One that missed heartbeats, be it that it was frozen or that the
     * database was away, has to be steady anew before it may judge others, who may be coming back just now too.
     */
    void beat() {
        jdbc.sql("""
                insert into instance (id, host, heartbeat_at, steady_since)
                values (:id, :host, clock_timestamp(), clock_timestamp())
                on conflict (id) do update set heartbeat_at = excluded.heartbeat_at, steady_since =
                    case when instance.heartbeat_at < excluded.heartbeat_at - make_interval(secs => :seconds) / 2
                    then excluded.heartbeat_at else instance.steady_since end
                """).param("id", id).param("host", host).param("seconds", seconds(timeout)).update();
    }

    /** Lets the others know at once that it is gone, and forgets those that ended without a word long ago. */
    void leave() {
        jdbc.sql("delete from instance where id = :id or heartbeat_at < clock_timestamp() - interval '1 day'")
                .param("id", id).update();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown host";
        }
    }
}
