package io.azulejo.server.generation;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The event logs, append-only. */
@Repository
class GenerationLog {

    private final JdbcClient jdbc;
    private final GenerationEvents events;

    GenerationLog(JdbcClient jdbc, GenerationEvents events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    void append(UUID generation, GenerationEvent event) {
        jdbc.sql("""
                insert into generation_event (generation_id, seq, type, payload)
                values (:generation, :seq, :type, :payload)
                """).param("generation", generation).param("seq", event.seq()).param("type", event.type())
                .param("payload", event.payload()).update();
    }

    /**
     * Lets this transaction return before it is on the disk. It outlives this process all the same; only a crash of the
     * whole machine could lose the last moment of an answer that has not ended.
     */
    void commitWithoutWaiting() {
        jdbc.sql("set local synchronous_commit = off").update();
    }

    List<GenerationEvent> read(UUID generation, int after, int limit) {
        return jdbc.sql("""
                select seq, type, payload from generation_event
                where generation_id = :generation and seq > :after order by seq limit :limit
                """).param("generation", generation).param("after", after).param("limit", limit)
                .query((row, _) -> new GenerationEvent(row.getInt("seq"), row.getString("type"),
                        row.getString("payload")))
                .list();
    }

    int lastSeq(UUID generation) {
        return jdbc.sql("select coalesce(max(seq), 0) from generation_event where generation_id = :generation")
                .param("generation", generation).query(Integer.class).single();
    }

    /** All that an answer has said so far. */
    String text(UUID generation) {
        return read(generation, 0, Integer.MAX_VALUE).stream()
                .filter(event -> event.type().equals(GenerationEvent.TEXT))
                .map(events::textOf).collect(Collectors.joining());
    }
}
