package io.azulejo.server.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Pages of conversations. The conditions are literally those of the indexes, which do all the work. */
@Repository
public class ConversationLists {

    /** What {@link #summary} reads, of a table or alias {@code c}. */
    public static final String COLUMNS = """
            c.id, c.title, c.titled, c.model, c.pinned, c.archived, c.folder_id, c.tags, c.expires_at, c.deleted_at, \
            c.created_at, c.updated_at""";

    private final JdbcClient jdbc;

    ConversationLists(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest ones, or those that come after a place in that order. */
    @Transactional(readOnly = true)
    List<ConversationSummary> list(UUID owner, ConversationFilter filter, @Nullable Cursor before, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        String sql = sql(owner, filter, before, limit, parameters);
        return jdbc.sql(sql).params(parameters).query((row, _) -> summary(row)).list();
    }

    static String sql(UUID owner, ConversationFilter filter, @Nullable Cursor before, int limit,
            Map<String, Object> parameters) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from conversation c where c.owner_id = :owner");
        parameters.put("owner", owner);
        sql.append(filter.deleted() ? " and c.deleted_at is not null" : " and c.deleted_at is null");
        sql.append(" and c.expires_at is null");
        if (!filter.deleted()) {
            sql.append(filter.archived() ? " and c.archived" : " and not c.archived");
        }
        if (filter.pinned() != null) {
            sql.append(filter.pinned() ? " and c.pinned" : " and not c.pinned");
        }
        if (filter.folder() != null) {
            sql.append(" and c.folder_id = :folder");
            parameters.put("folder", filter.folder());
        }
        if (filter.tag() != null) {
            sql.append(" and c.tags <> '{}' and c.tags @> array[:tag]::text[]");
            parameters.put("tag", filter.tag());
        }
        if (before != null) {
            sql.append(" and (c.updated_at, c.id) < (:updatedAt, :id)");
            parameters.put("updatedAt", OffsetDateTime.ofInstant(before.updatedAt(), ZoneOffset.UTC));
            parameters.put("id", before.id());
        }
        parameters.put("limit", limit);
        return sql.append(" order by c.updated_at desc, c.id desc limit :limit").toString();
    }

    /** The tags of an owner's conversations, and how many have each. */
    @Transactional(readOnly = true)
    List<TagCount> tags(UUID owner) {
        return jdbc.sql("""
                select tag, count(*) as conversations from conversation c, unnest(c.tags) tag
                where c.owner_id = :owner and c.deleted_at is null and c.expires_at is null and c.tags <> '{}'
                group by tag order by tag
                """).param("owner", owner)
                .query((row, _) -> new TagCount(row.getString("tag"), row.getLong("conversations"))).list();
    }

    /** A conversation from a row that has the {@link #COLUMNS}. */
    public static ConversationSummary summary(ResultSet row) throws SQLException {
        return new ConversationSummary(row.getObject("id", UUID.class), row.getString("title"),
                TitleSource.of(row.getString("titled")), row.getString("model"), row.getBoolean("pinned"),
                row.getBoolean("archived"), row.getObject("folder_id", UUID.class),
                List.of((String[]) row.getArray("tags").getArray()), instant(row, "expires_at"),
                instant(row, "deleted_at"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** @param count how many conversations have it */
    @Schema(name = "TagCount")
    record TagCount(String name, long count) {}
}
