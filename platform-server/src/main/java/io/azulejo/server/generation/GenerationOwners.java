package io.azulejo.server.generation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which instance makes which answer. */
@Repository
class GenerationOwners {

    private final JdbcClient jdbc;
    private final Instance instance;
    private final double timeout;

    GenerationOwners(JdbcClient jdbc, Instance instance, GenerationProperties properties) {
        this.jdbc = jdbc;
        this.instance = instance;
        this.timeout = Instance.seconds(properties.instanceTimeout());
    }

    /** The answers that are this instance's to make. */
    List<Mine> mine() {
        return jdbc.sql("""
                select id, stop_requested from generation
                where owner = :me and status in ('queued', 'running')
                """).param("me", instance.id())
                .query((row, _) -> new Mine(row.getObject("id", UUID.class), row.getBoolean("stop_requested"))).list();
    }

    /** Asks whoever makes the answer to stop it; false where it has ended. */
    boolean requestStop(UUID generation) {
        return jdbc.sql("""
                update generation set stop_requested = true where id = :id and status in ('queued', 'running')
                """).param("id", generation).update() > 0;
    }

    /**
     * Holds an unfinished answer whose instance is dead, if there is one that nobody else holds. Only an instance that
     * has been steady for as long as it takes to be taken for dead may find one.
     */
    Optional<UUID> holdOneOfTheDead() {
        return jdbc.sql("""
                select g.id from generation g
                where g.status in ('queued', 'running') and g.owner is distinct from :me
                    and not exists (
                        select 1 from instance i where i.id = g.owner
                            and i.heartbeat_at >= clock_timestamp() - make_interval(secs => :timeout))
                    and (:alone or exists (
                        select 1 from instance i where i.id = :me
                            and i.steady_since < clock_timestamp() - make_interval(secs => :timeout)))
                limit 1 for no key update of g skip locked
                """).param("me", instance.id()).param("alone", instance.isAlone()).param("timeout", timeout)
                .query(UUID.class).optional();
    }

    record Mine(UUID id, boolean stopRequested) {}
}
