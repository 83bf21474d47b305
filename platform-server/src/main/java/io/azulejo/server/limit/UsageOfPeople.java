package io.azulejo.server.limit;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;

/** What people used. It stays in the sums as nobody's. */
@Component
class UsageOfPeople implements PersonalData {

    private static final UUID NOBODY = new UUID(0, 0);

    private final JdbcClient jdbc;

    UsageOfPeople(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void delete(UUID person) {
        jdbc.sql("""
                with gone as (delete from usage_day where person_id = :person returning *)
                insert into usage_day (day, person_id, key_id, model, requests, prompt_tokens, picture_tokens,
                    completion_tokens)
                select day, :nobody, :nobody, model, sum(requests), sum(prompt_tokens), sum(picture_tokens),
                    sum(completion_tokens) from gone group by day, model
                on conflict (person_id, day, key_id, model) do update set
                    requests = usage_day.requests + excluded.requests,
                    prompt_tokens = usage_day.prompt_tokens + excluded.prompt_tokens,
                    picture_tokens = usage_day.picture_tokens + excluded.picture_tokens,
                    completion_tokens = usage_day.completion_tokens + excluded.completion_tokens""")
                .param("person", person).param("nobody", NOBODY).update();
    }

    @Override
    public void export(UUID person, PersonalArchive archive) {
        archive.json("usage.json", jdbc.sql("select cast(day as text) as day, model, requests, prompt_tokens, "
                + "picture_tokens, completion_tokens from usage_day where person_id = :person order by day, model")
                .param("person", person).query().listOfRows());
    }
}
