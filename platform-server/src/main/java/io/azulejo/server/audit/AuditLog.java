package io.azulejo.server.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.job.PeriodicJob;

/** The events. Old ones go; none is ever changed. All methods block. */
@Repository
class AuditLog implements PeriodicJob {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final JdbcClient jdbc;
    private final AuditProperties properties;

    AuditLog(JdbcClient jdbc, AuditProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    void add(AuditEvent event) {
        jdbc.sql("insert into audit_event (id, at, actor_id, key_id, action, subject, detail, address, result, status) "
                + "values (:id, :at, :actor, :key, :action, :subject, :detail, :address, :result, :status)")
                .param("id", event.id()).param("at", utc(event.at())).param("actor", event.actor())
                .param("key", event.key()).param("action", event.action()).param("subject", event.subject())
                .param("detail", event.detail()).param("address", event.address())
                .param("result", event.result().name()).param("status", event.status()).update();
    }

    /** What to look for; null for any. The end of a time is not part of it. */
    record Filter(@Nullable UUID actor, @Nullable String action, AuditEvent.@Nullable Result result,
            @Nullable Instant from, @Nullable Instant to) {}

    /** The newest first, before one. An action of one word finds all that are done with that thing. */
    List<AuditEvent> list(Filter filter, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                select audit_event.*, person.name from audit_event left join person on person.id = actor_id
                where (cast(:before as uuid) is null or audit_event.id < :before)
                    and (cast(:actor as uuid) is null or actor_id = :actor)
                    and (cast(:action as text) is null or action = :action or action like :action || '.%')
                    and (cast(:result as text) is null or result = :result)
                    and (cast(:from as timestamptz) is null or at >= :from)
                    and (cast(:to as timestamptz) is null or at < :to)
                order by audit_event.id desc limit :limit""").param("before", before).param("actor", filter.actor())
                .param("action", filter.action())
                .param("result", filter.result() == null ? null : filter.result().name())
                .param("from", utc(filter.from())).param("to", utc(filter.to())).param("limit", limit)
                .query((row, _) -> new AuditEvent(row.getObject("id", UUID.class),
                        row.getObject("at", OffsetDateTime.class).toInstant(), row.getObject("actor_id", UUID.class),
                        row.getString("name"), row.getObject("key_id", UUID.class), row.getString("action"),
                        row.getString("subject"), row.getString("detail"), row.getString("address"),
                        AuditEvent.Result.valueOf(row.getString("result")), row.getInt("status")))
                .list();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        int gone = jdbc.sql("delete from audit_event where at < :time")
                .param("time", utc(DatabaseTime.now().minus(properties.keep()))).update();
        if (gone > 0) {
            log.info("Cleared away {} old events of the audit log", gone);
        }
    }
}
