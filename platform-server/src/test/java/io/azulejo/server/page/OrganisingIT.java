package io.azulejo.server.page;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Conversations put in order. */
@BrowserTest
class OrganisingIT {

    @Test
    void conversationWhenPinnedThenStandsFirst(Visitor visitor) {
        make(visitor, "to be pinned");
        options(visitor, "to be pinned", "Pin");
        assertThat(visitor.conversations().getByText("Pinned", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        options(visitor, "to be pinned", "Unpin");
        assertThat(visitor.conversations().getByText("Pinned", new Locator.GetByTextOptions().setExact(true)))
                .hasCount(0);
    }

    @Test
    void secondTabWhenSomethingChangesInTheFirstThenFollows(Visitor visitor) {
        visitor.expectingErrors("status of 404");
        visitor.open("/");
        Page second = visitor.newTab();
        second.navigate("/");
        Locator list = second.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Conversations"));
        make(visitor, "seen in both tabs");
        Locator row = list.getByRole(AriaRole.LINK,
                new Locator.GetByRoleOptions().setName("seen in both tabs").setExact(true));
        assertThat(row).isVisible();
        row.click();
        assertThat(Visitor.answers(second)).hasCount(1);
        visitor.ask("and one more").untilAnswered();
        assertThat(Visitor.answers(second)).hasCount(2);
        options(visitor, "seen in both tabs", "Delete");
        assertThat(row).hasCount(0);
        second.close();
    }

    @Test
    void conversationWhenDeletedThenLiesInTheBinUntilRestored(Visitor visitor) {
        make(visitor, "thrown away");
        options(visitor, "thrown away", "Delete");
        assertThat(visitor.conversation("thrown away")).hasCount(0);
        show(visitor, "Bin");
        visitor.assertAccessible();
        visitor.conversations().getByText("thrown away").hover();
        visitor.button("Options for “thrown away”").click();
        visitor.menuItem("Restore").click();
        assertThat(visitor.conversations().getByText("thrown away")).hasCount(0);
        show(visitor, "All conversations");
        assertThat(visitor.conversation("thrown away")).isVisible();
    }

    @Test
    void conversationWhenMovedThenIsInItsFolder(Visitor visitor) {
        make(visitor, "for the folder");
        show(visitor, "New folder…");
        visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Name of the folder"))
                .fill("Charts");
        visitor.button("Save").click();
        assertThat(visitor.page().getByText("Nothing is here.")).isVisible();
        show(visitor, "All conversations");
        visitor.conversation("for the folder").hover();
        visitor.button("Options for “for the folder”").click();
        visitor.menuItem("Move to").click();
        visitor.menuItem("Charts").click();
        show(visitor, "Charts");
        assertThat(visitor.conversation("for the folder")).isVisible();
    }

    @Test
    void conversationWhenArchivedThenIsInTheArchiveOnly(Visitor visitor) {
        make(visitor, "done with");
        options(visitor, "done with", "Archive");
        assertThat(visitor.conversation("done with")).hasCount(0);
        show(visitor, "Archive");
        assertThat(visitor.conversation("done with")).isVisible();
    }

    @Test
    void conversationWhenSearchedByAWordOfAMessageThenIsFound(Visitor visitor) {
        make(visitor, "about a zanzibarite vase");
        visitor.page().keyboard().press("Control+k");
        visitor.page().getByRole(AriaRole.SEARCHBOX, new Page.GetByRoleOptions().setName("Search conversations"))
                .fill("zanzibarite");
        Locator results = visitor.page().getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Results"));
        assertThat(results.getByText("zanzibarite").first()).isVisible();
        visitor.assertAccessible();
        results.getByRole(AriaRole.LINK).first().click();
        assertThat(visitor.answer()).containsText("zanzibarite");
    }

    @Test
    void conversationWhenTaggedThenIsListedByItsTag(Visitor visitor) {
        make(visitor, "about a chart");
        options(visitor, "about a chart", "Tags…");
        Locator written = visitor.page().getByLabel("Another tag");
        written.fill("figures");
        written.press("Enter");
        assertThat(visitor.button("Take away “figures”")).isVisible();
        visitor.assertAccessible();
        written.fill("work");
        visitor.button("Save").click();
        make(visitor, "about nothing");
        show(visitor, "figures 1");
        assertThat(visitor.conversation("about a chart")).isVisible();
        assertThat(visitor.conversation("about nothing")).hasCount(0);
        options(visitor, "about a chart", "Tags…");
        visitor.button("Take away “figures”").click();
        visitor.button("Save").click();
        assertThat(visitor.conversation("about a chart")).hasCount(0);
    }

    @Test
    void presetWhenChosenThenTheNextConversationBeginsWithItsSettings(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        visitor.button("Parameters").click();
        Locator instructions = visitor.page().getByLabel("Instructions");
        instructions.fill("Answer in verse.");
        visitor.button("Presets").click();
        visitor.menuItem("Keep these settings as a preset…").click();
        visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Name of the preset"))
                .fill("Poet");
        visitor.button("Save").click();
        visitor.button("Reset to defaults").click();
        assertThat(instructions).hasValue("");
        visitor.useModel("text-only");

        visitor.button("Presets").click();
        visitor.page().getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName(Pattern.compile("^Poet")))
                .click();
        assertThat(instructions).hasValue("Answer in verse.");
        assertThat(visitor.page().getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Model")))
                .containsText("scripted");
        visitor.button("Presets").click();
        visitor.menuItem("Manage presets").click();
        visitor.assertAccessible();
        visitor.button("Delete “Poet”").click();
        assertThat(visitor.button("Delete “Poet”")).hasCount(0);
        visitor.button("Close").click();
    }

    private static void make(Visitor visitor, String title) {
        visitor.open("/").useModel("scripted").ask(title).untilAnswered();
        assertThat(visitor.conversation(title)).isVisible();
    }

    private static void options(Visitor visitor, String title, String item) {
        visitor.conversation(title).hover();
        visitor.button("Options for “" + title + "”").click();
        visitor.menuItem(item).click();
    }

    private static void show(Visitor visitor, String view) {
        assertThat(visitor.page().getByRole(AriaRole.MENUITEM)).hasCount(0);
        visitor.page()
                .getByRole(AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^Show ")))
                .click();
        visitor.menuItem(view).click();
    }
}
