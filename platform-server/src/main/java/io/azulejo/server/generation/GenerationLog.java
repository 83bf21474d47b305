package io.azulejo.server.generation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
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

    /** Appends an event, in a transaction that holds the generation. */
    void append(UUID generation, GenerationEvent event) {
        jdbc.sql("""
                insert into generation_event (generation_id, seq, type, payload)
                values (:generation, :seq, :type, :payload)
                """).param("generation", generation).param("seq", event.seq()).param("type", event.type())
                .param("payload", event.payload()).update();
    }

    /**
     * Appends an event if the answer is still this owner's to make. The lock keeps everybody else from ending the answer
     * before this transaction has ended. An event that is there already is this same one: its transaction was committed
     * and the connection broke before that was told.
     *
     * @return whether the answer is still the owner's
     */
    boolean appendAs(UUID owner, UUID generation, GenerationEvent event) {
        return jdbc.sql("""
                with held as (
                    select id from generation
                    where id = :generation and owner = :owner and status in ('queued', 'running') for share),
                appended as (
                    insert into generation_event (generation_id, seq, type, payload)
                    select id, :seq, :type, :payload from held on conflict (generation_id, seq) do nothing)
                select count(*) from held
                """).param("generation", generation).param("owner", owner).param("seq", event.seq())
                .param("type", event.type()).param("payload", event.payload()).query(Integer.class).single() == 1;
    }

    /**
     * Appends events of different answers, each if the answer is still this owner's to make. Waits for nobody: those of
     * answers that somebody else holds are left out, as are those of answers that are not the owner's.
     *
     * @return the generations whose events are appended
     */
    Set<UUID> appendAll(UUID owner, List<EventWriter.Entry<GenerationEvent>> entries) {
        return Set.copyOf(jdbc.sql("""
                with incoming as (
                    select * from unnest(?::uuid[], ?::int[], ?::text[], ?::text[])
                        as entry (generation_id, seq, type, payload)),
                held as (
                    select id from generation
                    where id in (select generation_id from incoming) and owner = ? and status in ('queued', 'running')
                    for share skip locked),
                appended as (
                    insert into generation_event (generation_id, seq, type, payload)
                    select generation_id, seq, type, payload from incoming join held on held.id = generation_id
                    on conflict (generation_id, seq) do nothing)
                select id from held
                """).param(array(entries, entry -> entry.answer().toString()))
                .param(array(entries, entry -> Integer.toString(entry.event().seq())))
                .param(array(entries, entry -> entry.event().type()))
                .param(array(entries, entry -> entry.event().payload())).param(owner).query(UUID.class).list());
    }

    private static String[] array(List<EventWriter.Entry<GenerationEvent>> entries,
            Function<EventWriter.Entry<GenerationEvent>, String> part) {
        return entries.stream().map(part).toArray(String[]::new);
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

    /** Clears away all but the end of logs that ended long ago, some at a time. */
    int clearEndedBefore(Duration age, int limit) {
        return jdbc.sql("""
                with old as (
                    select id from generation
                    where not cleared and ended_at < now() - make_interval(secs => :seconds)
                    order by ended_at limit :limit for no key update skip locked),
                removed as (
                    delete from generation_event event using old
                    where event.generation_id = old.id and event.type <> 'end')
                update generation set cleared = true from old where generation.id = old.id
                """).param("seconds", Instance.seconds(age)).param("limit", limit).update();
    }
}
