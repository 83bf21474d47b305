package io.azulejo.server.limit;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Sums what was used. All methods block. */
@Repository
class Consumption {

    private static final Map<By, String> COLUMNS = Map.of(By.day, "cast(day as text)", By.user,
            "cast(nullif(u.person_id, '00000000-0000-0000-0000-000000000000') as text)", By.group, "m.group_name",
            By.model, "model", By.key, "cast(nullif(key_id, '00000000-0000-0000-0000-000000000000') as text)");

    private final JdbcClient jdbc;

    Consumption(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is told apart. Named as on the wire. */
    enum By {
        day, user, group, model, key
    }

    /**
     * @param of a day, the id of a user or a key, or the name of a group or a model; null for users that were deleted and
     *        requests without a key
     * @param name of the user
     * @param promptTokens pictures included
     */
    record Sum(@Nullable String of, @Nullable String name, long requests, long promptTokens, long pictureTokens,
            long completionTokens) {}

    /** What was used from one day to another, the most first; days in order. */
    List<Sum> sum(By by, LocalDate from, LocalDate to, @Nullable UUID user, @Nullable String group,
            @Nullable String model, int limit) {
        String column = COLUMNS.get(by);
        String join = by == By.group ? "join user_group_member m on m.person_id = u.person_id " : "";
        return jdbc.sql("select " + column + " as what, "
                + (by == By.user ? "max(person.name)" : "cast(null as text)") + " as name, sum(requests) as requests, "
                + "sum(prompt_tokens) as prompts, sum(picture_tokens) as pictures, sum(completion_tokens) as completions "
                + "from usage_day u " + join + (by == By.user ? "left join person on person.id = u.person_id " : "")
                + "where day between :from and :to and (cast(:user as uuid) is null or u.person_id = :user) "
                + "and (cast(:model as text) is null or model = :model) "
                + "and (cast(:group as text) is null or u.person_id in (select person_id from user_group_member "
                + "where group_name = :group)) group by 1 order by "
                + (by == By.day ? "1" : "sum(prompt_tokens + completion_tokens) desc, 1") + " limit :limit")
                .param("from", from).param("to", to).param("user", user).param("model", model).param("group", group)
                .param("limit", limit)
                .query((row, _) -> new Sum(row.getString("what"), row.getString("name"), row.getLong("requests"),
                        row.getLong("prompts"), row.getLong("pictures"), row.getLong("completions")))
                .list();
    }
}
