package io.azulejo.server.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The list of somebody who has been here for long. */
@BrowserTest
class ManyConversationsIT {

    private static final int MANY = 3000;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("delete from conversation where title like 'Long ago %'").update();
    }

    @Test
    void listOfThousandsWhenScrolledThenReachesTheOldestAndHoldsOnlyTheRowsInSight(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("the newest of many").untilAnswered();
        jdbc.sql("""
                insert into conversation (id, owner_id, title, created_at, updated_at)
                select gen_random_uuid(), c.owner_id, 'Long ago ' || n, at, at
                from (select owner_id from conversation limit 1) c, generate_series(1, :many) n,
                    lateral (select timestamptz '2020-01-01' - n * interval '1 minute' as at)
                """).param("many", MANY).update();
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
}
