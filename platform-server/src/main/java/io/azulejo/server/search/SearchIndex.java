package io.azulejo.server.search;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.conversation.ConversationLists;
import io.azulejo.server.conversation.ConversationSummary;
import io.azulejo.server.conversation.ConversationTitled;
import io.azulejo.server.conversation.Cursor;
import io.azulejo.server.conversation.MessageWritten;

/** Makes messages and titles findable in the transaction that stores them, and finds them. All methods block. */
@Repository
class SearchIndex {

    /** A tsvector has room for a megabyte. */
    private static final int MOST_LEXEMES = 20_000;
    private static final int AT_A_TIME = 200;

    private final JdbcClient jdbc;

    SearchIndex(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @EventListener
    void index(MessageWritten written) {
        put(written.message(), written.conversation(), written.message(), written.owner(), written.text());
    }

    @EventListener
    void index(ConversationTitled titled) {
        put(titled.conversation(), titled.conversation(), null, titled.owner(), titled.title());
    }

    private void put(UUID id, UUID conversation, @Nullable UUID message, UUID owner, String text) {
        Set<String> lexemes = new LinkedHashSet<>();
        lexemes.add(ownerLexeme(owner));
        for (Words.Word word : Words.of(text)) {
            word.lexemes(lexemes::add);
            if (lexemes.size() >= MOST_LEXEMES) {
                break;
            }
        }
        jdbc.sql("""
                insert into search_entry (id, conversation_id, message_id, lexemes, at)
                values (:id, :conversation, :message, cast(:lexemes as tsvector), coalesce(
                    (select created_at from message where id = :message),
                    (select created_at from conversation where id = :conversation)))
                on conflict (id) do update set lexemes = excluded.lexemes
                """).param("id", id).param("conversation", conversation)
                .param("message", message, Types.OTHER)
                .param("lexemes", lexemes.stream().map(Words::quote).collect(Collectors.joining(" "))).update();
    }

    /** Makes some of what is not findable yet so. Returns how much that was. */
    @Transactional
    public int catchUp() {
        List<Missing> missing = jdbc
                .sql("""
                        select c.owner_id, m.conversation_id, m.id, string_agg(p.text, E'\\n' order by p.position) as text
                        from message m join conversation c on c.id = m.conversation_id join message_part p on p.message_id = m.id
                        where p.text is not null and not exists (select 1 from search_entry e where e.id = m.id)
                        group by c.owner_id, m.conversation_id, m.id limit :limit
                        """)
                .param("limit", AT_A_TIME).query((row, _) -> new Missing(row.getObject("owner_id", UUID.class),
                        row.getObject("conversation_id", UUID.class), row.getObject("id", UUID.class),
                        row.getString("text")))
                .list();
        missing.forEach(one -> put(one.message(), one.conversation(), one.message(), one.owner(), one.text()));
        List<ConversationTitled> titles = jdbc.sql("""
                select c.owner_id, c.id, c.title from conversation c
                where not exists (select 1 from search_entry e where e.id = c.id) limit :limit
                """).param("limit", AT_A_TIME).query((row, _) -> new ConversationTitled(
                row.getObject("owner_id", UUID.class), row.getObject("id", UUID.class), row.getString("title"))).list();
        titles.forEach(this::index);
        return missing.size() + titles.size();
    }

    private record Missing(UUID owner, UUID conversation, UUID message, String text) {}

    /** The newest entries that have all the words, or those that come after a place in that order. */
    @Transactional(readOnly = true)
    public List<Found> find(UUID owner, List<Words.Word> words, @Nullable Cursor before, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        return jdbc.sql(sql(owner, words, before, limit, parameters)).params(parameters)
                .query((row, _) -> new Found(ConversationLists.summary(row), row.getObject("message_id", UUID.class),
                        row.getString("role"), row.getString("text"),
                        row.getObject("at", OffsetDateTime.class).toInstant(), row.getObject("entry", UUID.class)))
                .list();
    }

    static String sql(UUID owner, List<Words.Word> words, @Nullable Cursor before, int limit,
            Map<String, Object> parameters) {
        Set<String> wanted = new LinkedHashSet<>();
        wanted.add(Words.quote(ownerLexeme(owner)));
        words.forEach(word -> wanted.addAll(word.queries()));
        parameters.put("query", String.join(" & ", wanted));
        parameters.put("owner", owner);
        parameters.put("limit", limit);
        String after = "";
        if (before != null) {
            after = " and (e.at, e.id) < (:at, :id)";
            parameters.put("at", OffsetDateTime.ofInstant(before.updatedAt(), ZoneOffset.UTC));
            parameters.put("id", before.id());
        }
        return "select " + ConversationLists.COLUMNS
                + """
                        , e.id as entry, e.message_id, e.at, m.role, coalesce((select string_agg(p.text, E'\\n' order by p.position)
                            from message_part p where p.message_id = e.message_id), c.title) as text
                        from search_entry e join conversation c on c.id = e.conversation_id
                            left join message m on m.id = e.message_id
                        where e.lexemes @@ cast(:query as tsquery) and c.owner_id = :owner and c.deleted_at is null
                            and c.expires_at is null"""
                + after + " order by e.at desc, e.id desc limit :limit";
    }

    /** No word of a text has a colon. */
    private static String ownerLexeme(UUID owner) {
        return "owner:" + owner;
    }

    /**
     * An entry that was found.
     *
     * @param message null where it is the title
     * @param text of the message, or the title
     */
    record Found(ConversationSummary conversation, @Nullable UUID message, @Nullable String role, String text,
            Instant at, UUID entry) {}
}
