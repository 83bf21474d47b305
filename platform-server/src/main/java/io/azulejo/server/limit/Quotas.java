package io.azulejo.server.limit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.azulejo.server.web.ProblemException;

/**
 * What administrators allow. Of each limit a user's own quota counts; where it says nothing, that of the groups they are in
 * which allows the most; else the configuration. A key's quota holds beside that of its person. All methods block.
 */
@Repository
class Quotas {

    private final JdbcClient jdbc;
    private final LimitProperties properties;

    Quotas(JdbcClient jdbc, LimitProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    Allowance of(UUID person) {
        Allowance own = jdbc.sql("select * from quota where person_id = :person").param("person", person)
                .query((row, _) -> allowance(row)).optional().orElse(Allowance.NOTHING_SAID);
        Allowance groups = jdbc.sql("select quota.* from quota join user_group_member using (group_name) "
                + "where user_group_member.person_id = :person").param("person", person)
                .query((row, _) -> allowance(row)).list().stream()
                .reduce(Allowance.NOTHING_SAID, Allowance::orMore);
        return own.or(groups).or(properties.allowance()).limitsOnly();
    }

    Allowance ofKey(@Nullable UUID key) {
        return key == null
                ? Allowance.NOTHING_SAID
                : jdbc.sql("select * from quota where key_id = :key").param("key", key)
                        .query((row, _) -> allowance(row)).optional().orElse(Allowance.NOTHING_SAID).limitsOnly();
    }

    List<Quota> list(@Nullable UUID after, int limit) {
        return jdbc.sql("select * from quota where cast(:after as uuid) is null or id > :after order by id "
                + "limit :limit").param("after", after).param("limit", limit).query((row, _) -> quota(row)).list();
    }

    /** @throws ProblemException 404 where there is none of this id */
    Quota require(UUID id) {
        return jdbc.sql("select * from quota where id = :id").param("id", id).query((row, _) -> quota(row)).optional()
                .orElseThrow(() -> unknown(id));
    }

    /** @throws ProblemException 409 where that one has a quota, 422 where there is nobody of that id */
    Quota create(Quota quota) {
        try {
            bind("insert into quota (id, person_id, group_name, key_id, requests_per_minute, requests_per_day, "
                    + "tokens_per_day, tokens_per_month, picture_tokens_per_day, concurrent) values (:id, :person, "
                    + ":group, :key, :minute, :day, :tokens, :month, :pictures, :concurrent)", quota.id(),
                    quota.limits()).param("person", quota.user()).param("group", quota.group())
                    .param("key", quota.key()).update();
        } catch (DuplicateKeyException _) {
            throw ProblemException.of(HttpStatus.CONFLICT, "quota-exists", "The quota exists",
                    "There is a quota for that one already. Change it with PUT.");
        } catch (DataIntegrityViolationException _) {
            String field = quota.user() != null ? "user" : quota.group() != null ? "group" : "key";
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "unknown-" + field, "Unknown " + field,
                    "There is no such " + field + ".").withParameter(field);
        }
        return quota;
    }

    Quota change(UUID id, Allowance limits) {
        if (bind("update quota set requests_per_minute = :minute, requests_per_day = :day, tokens_per_day = :tokens, "
                + "tokens_per_month = :month, picture_tokens_per_day = :pictures, concurrent = :concurrent "
                + "where id = :id", id, limits).update() == 0) {
            throw unknown(id);
        }
        return require(id);
    }

    private JdbcClient.StatementSpec bind(String sql, UUID id, Allowance limits) {
        return jdbc.sql(sql).param("id", id).param("minute", limits.requestsPerMinute())
                .param("day", limits.requestsPerDay()).param("tokens", limits.tokensPerDay())
                .param("month", limits.tokensPerMonth()).param("pictures", limits.pictureTokensPerDay())
                .param("concurrent", limits.concurrent());
    }

    void delete(UUID id) {
        if (jdbc.sql("delete from quota where id = :id").param("id", id).update() == 0) {
            throw unknown(id);
        }
    }

    private static Quota quota(ResultSet row) throws SQLException {
        return new Quota(row.getObject("id", UUID.class), row.getObject("person_id", UUID.class),
                row.getString("group_name"), row.getObject("key_id", UUID.class), allowance(row));
    }

    private static Allowance allowance(ResultSet row) throws SQLException {
        return new Allowance(number(row, "requests_per_minute"), number(row, "requests_per_day"),
                number(row, "tokens_per_day"), number(row, "tokens_per_month"),
                number(row, "picture_tokens_per_day"), number(row, "concurrent"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-quota", "Unknown quota",
                "There is no quota '" + id + "'. GET /api/v1/admin/quotas lists those that there are.");
    }
}
