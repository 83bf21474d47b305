package io.azulejo.server.page;

import java.util.UUID;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.azulejo.server.conversation.ConversationTitled;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of somebody who has been here for long. */
@BrowserTest
class ManyConversationsIT {

    private static final int MANY = 3000;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationEventPublisher events;

    @AfterEach
    void forget() {
        jdbc.sql("delete from conversation where title like 'Long ago %'").update();
    }

    @Test
    void listOfThousandsWhenScrolledThenReachesTheOldestAndHoldsOnlyTheRowsInSight(Visitor visitor) {
        live(visitor, "the newest of many");
        visitor.page().reload();
        assertThat(visitor.conversation("the newest of many")).isVisible();
        Locator rows = visitor.conversations().getByRole(AriaRole.LISTITEM);
        Locator oldest = visitor.conversation("Long ago " + MANY);
        rows.last().hover();
        for (int turn = 0; turn < 1000 && oldest.count() == 0; turn++) {
            visitor.page().mouse().wheel(0, 6000);
            visitor.page().waitForTimeout(30);
            assertThat(rows.count()).isLessThan(100);
        }
        assertThat(oldest).isVisible();
        visitor.assertAccessible();
        oldest.click();
        assertThat(oldest).hasAttribute("aria-current", "page");
    }

    @Test
    void oneOfThousandsWhenSearchedByItsTitleThenIsFoundAndOpenedWithTheKeyboard(Visitor visitor) {
        live(visitor, "the newest of the searched");
        visitor.open("/");
        visitor.page().keyboard().press("Control+k");
        visitor.page().getByRole(AriaRole.SEARCHBOX).fill("ago 2345");
        Locator results = visitor.page().getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Results"))
                .getByRole(AriaRole.LINK);
        assertThat(results).hasCount(1);
        assertThat(results).containsText("Long ago 2345");
        visitor.assertAccessible();
        visitor.page().keyboard().press("ArrowDown");
        assertThat(results).isFocused();
        visitor.page().keyboard().press("Enter");
        assertThat(results).hasCount(0);
        assertThat(visitor.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Long ago 2345")))
                .hasCount(1);
        assertThat(visitor.box()).isVisible();
    }

    @Test
    void thousandsWhenAllMatchThenTheResultsComeInPagesAndTheArrowKeysGoThroughThem(Visitor visitor) {
        live(visitor, "the newest of all that match");
        visitor.open("/");
        visitor.page().keyboard().press("Control+k");
        visitor.page().getByRole(AriaRole.SEARCHBOX).fill("long ago");
        Locator results = visitor.page().getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Results"))
                .getByRole(AriaRole.LINK);
        assertThat(results).hasCount(20);
        visitor.button("More results").click();
        assertThat(results).hasCount(40);
        visitor.page().getByRole(AriaRole.SEARCHBOX).press("ArrowDown");
        visitor.page().keyboard().press("ArrowDown");
        assertThat(results.nth(1)).isFocused();
        visitor.page().keyboard().press("ArrowUp");
        visitor.page().keyboard().press("ArrowUp");
        assertThat(visitor.page().getByRole(AriaRole.SEARCHBOX)).isFocused();
        visitor.page().keyboard().press("Escape");
        assertThat(results).hasCount(0);
    }

    /** As somebody does for years. */
    private void live(Visitor visitor, String newest) {
        visitor.open("/").useModel("scripted").ask(newest).untilAnswered();
        jdbc.sql("""
                insert into conversation (id, owner_id, title, created_at, updated_at)
                select gen_random_uuid(), c.owner_id, 'Long ago ' || n, at, at
                from (select owner_id from conversation limit 1) c, generate_series(1, :many) n,
                    lateral (select timestamptz '2020-01-01' - n * interval '1 minute' as at)
                """).param("many", MANY).update();
        jdbc.sql("select owner_id, id, title from conversation where title like 'Long ago %'").query(
                (row, _) -> new ConversationTitled(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                        row.getString(3)))
                .list().forEach(events::publishEvent);
    }
}
