package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The lists of somebody with 100,000 conversations read a page's rows from an index, and sort nothing. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyConversationsIT {

    private static final UUID OWNER = UUID.fromString("00000000-0000-4000-8000-0000000c0de1");
    private static final UUID FOLDER = UUID.fromString("00000000-0000-4000-8000-0000000c0de2");

    @Autowired
    private JdbcClient jdbc;

    @BeforeAll
    void fill() {
        jdbc.sql("insert into person (id, name) values (?, 'collector')").param(OWNER).update();
        jdbc.sql("insert into folder (id, owner_id, name, created_at) values (?, ?, 'many', now())").param(FOLDER)
                .param(OWNER).update();
        jdbc.sql("""
                insert into conversation (id, owner_id, title, titled, pinned, archived, folder_id, tags, deleted_at,
                    created_at, updated_at)
                select gen_random_uuid(), :owner, 'No. ' || i, 'text', i % 1000 = 0, i % 10 = 1,
                    case when i % 20 = 2 then cast(:folder as uuid) end,
                    case when i % 5000 = 3 then '{rare}'::text[] when i % 2 = 0 then '{common}'::text[] else '{}' end,
                    case when i % 50 = 4 then now() end, now(), now() - i * interval '1 minute'
                from generate_series(1, 100000) i
                """).param("owner", OWNER).param("folder", FOLDER).update();
        jdbc.sql("analyze conversation").update();
    }

    @AfterAll
    void clear() {
        jdbc.sql("delete from person where id = ?").param(OWNER).update();
        jdbc.sql("analyze conversation").update();
    }

    @ParameterizedTest
    @CsvSource({"false, false,,, conversation_list", "false, false, false,, conversation_list",
            "true, false,,, conversation_archive", "false, false, true,, conversation_pinned",
            "false, true,,, conversation_bin", "false, false,, folder, conversation_folder",
            "false, false,, common, conversation_list"})
    void pageWhenThereAre100000ThenComesInOrderFromTheIndex(boolean archived, boolean deleted,
            @Nullable Boolean pinned, @Nullable String kind, String index) {
        UUID folder = "folder".equals(kind) ? FOLDER : null;
        ConversationFilter filter = new ConversationFilter(folder, "common".equals(kind) ? kind : null, archived,
                pinned, deleted);
        for (Cursor before : new @Nullable Cursor[]{null, new Cursor(Instant.now().minusSeconds(2_000_000), OWNER)}) {
            assertThat(plan(filter, before)).contains(index).doesNotContain("Seq Scan").doesNotContain("Sort");
        }
    }

    @ParameterizedTest
    @CsvSource("rare")
    void pageWhenTheTagIsRareThenOnlyItsConversationsAreRead(String tag) {
        assertThat(plan(new ConversationFilter(null, tag, false, null, false), null)).contains("conversation_tags")
                .doesNotContain("Seq Scan");
    }

    private String plan(ConversationFilter filter, @Nullable Cursor before) {
        Map<String, Object> parameters = new HashMap<>();
        String sql = ConversationLists.sql(OWNER, filter, before, 50, parameters);
        return String.join("\n", jdbc.sql("explain " + sql).params(parameters).query(String.class).list());
    }
}
