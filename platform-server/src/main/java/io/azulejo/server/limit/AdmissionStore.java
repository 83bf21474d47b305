package io.azulejo.server.limit;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.azulejo.api.model.TokenUsage;

/** Who was let in of late, and what they used. All methods block. */
@Repository
class AdmissionStore {

    private static final String USE = """
            with today as (select cast(clock_timestamp() at time zone 'UTC' as date) as day),
            recent as (select * from admission where person_id = :person
                and (cast(:key as uuid) is null or key_id = :key)),
            running as (select * from recent where not ended and alive_until > clock_timestamp()),
            used as (select * from usage_day where person_id = :person
                and (cast(:key as uuid) is null or key_id = :key)
                and day >= (select date_trunc('month', day) from today)),
            aside as (select coalesce(sum(requests), 0) as requests,
                coalesce(sum(prompt_tokens + answer_tokens), 0) as tokens,
                coalesce(sum(picture_tokens), 0) as pictures from running)
            select (select coalesce(sum(requests), 0) from recent
                    where at > clock_timestamp() - interval '60 seconds') as minute,
                aside.requests as running,
                aside.requests + coalesce(sum(used.requests) filter (where used.day = today.day), 0) as requests,
                aside.tokens + coalesce(sum(used.prompt_tokens + completion_tokens)
                    filter (where used.day = today.day), 0) as tokens,
                aside.tokens + coalesce(sum(used.prompt_tokens + completion_tokens), 0) as month,
                aside.pictures + coalesce(sum(used.picture_tokens) filter (where used.day = today.day), 0)
                    as pictures
            from today cross join aside left join used on true
            group by aside.requests, aside.tokens, aside.pictures, today.day
            """;

    /** After how long without word from its instance a request is given up. */
    private static final String ALIVE = "interval '30 seconds'";
    private static final UUID NO_KEY = new UUID(0, 0);
    private static final String ADD = """
            insert into usage_day (day, person_id, key_id, model, requests, prompt_tokens, picture_tokens,
                completion_tokens)
            %s
            on conflict (person_id, day, key_id, model) do update set
                requests = usage_day.requests + excluded.requests,
                prompt_tokens = usage_day.prompt_tokens + excluded.prompt_tokens,
                picture_tokens = usage_day.picture_tokens + excluded.picture_tokens,
                completion_tokens = usage_day.completion_tokens + excluded.completion_tokens
            """;

    private final JdbcClient jdbc;

    AdmissionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Has others that ask for the same person wait until this transaction ends, on every instance. */
    void lock(UUID person) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(cast(:person as text), 7061))")
                .param("person", person).query((_, _) -> true).single();
    }

    /** @param key to count only what was asked with this key */
    Use use(UUID person, @Nullable UUID key) {
        return jdbc.sql(USE).param("person", person).param("key", key).query((row, _) -> Use.of(row)).single();
    }

    /** After how long a request is the last but so many of the last minute. */
    Duration untilFewerThan(UUID person, @Nullable UUID key, long requests) {
        if (requests < 1) {
            return Duration.ofMinutes(1);
        }
        double seconds = jdbc.sql("""
                select extract(epoch from at + interval '60 seconds' - clock_timestamp()) from admission
                where person_id = :person and requests > 0 and (cast(:key as uuid) is null or key_id = :key)
                order by at desc offset :skipped limit 1""").param("person", person).param("key", key)
                .param("skipped", requests - 1).query(Double.class).optional().orElse(1.0);
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
    }

    void add(UUID id, Asked asked, TokenUsage aside) {
        jdbc.sql("insert into admission (id, person_id, key_id, model, at, alive_until, prompt_tokens, picture_tokens, "
                + "answer_tokens, requests) values (:id, :person, :key, :model, clock_timestamp(), clock_timestamp() + "
                + ALIVE
                + ", :prompt, :pictures, :answer, :requests)").param("requests", asked.isRequest() ? 1 : 0)
                .param("id", id).param("person", asked.person().id())
                .param("key", asked.person().key()).param("model", asked.model()).param("prompt", aside.promptTokens())
                .param("pictures", aside.imageTokens()).param("answer", aside.completionTokens()).update();
    }

    void stayAlive(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("update admission set alive_until = clock_timestamp() + " + ALIVE
                    + " where id = any(:ids) and not ended").param("ids", ids.toArray(UUID[]::new)).update();
        }
    }

    /** Adds what a request cost to what was used; nothing where somebody else has done so. */
    void end(UUID id, TokenUsage cost) {
        jdbc.sql("with done as (update admission set ended = true where id = :id and not ended returning *)"
                + ADD.formatted(
                        "select cast(at at time zone 'UTC' as date), person_id, coalesce(key_id, :none), model, "
                                + "requests, :prompt, :pictures, :completion from done"))
                .param("id", id).param("none", NO_KEY).param("prompt", (long) cost.promptTokens())
                .param("pictures", (long) cost.imageTokens()).param("completion", (long) cost.completionTokens())
                .update();
    }

    /** Ends what dead instances left: the prompts were read, what was answered nobody knows. */
    int endThoseOfTheDead() {
        return jdbc.sql("with done as (update admission set ended = true where not ended "
                + "and alive_until < clock_timestamp() returning *)"
                + ADD.formatted(
                        "select cast(at at time zone 'UTC' as date), person_id, coalesce(key_id, :none), model, "
                                + "sum(requests), sum(prompt_tokens), sum(picture_tokens), 0 from done group by 1, 2, 3, 4"))
                .param("none", NO_KEY).update();
    }

    void clear() {
        jdbc.sql("delete from admission where ended and at < clock_timestamp() - interval '2 minutes'").update();
    }
}
