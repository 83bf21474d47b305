package io.azulejo.server.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Conversations in the list, and messages before they are sent. */
@BrowserTest
class ConversationsIT {

    private static final Path SHAPES = Path.of("../docs/pictures/shapes.png");
    private static final Path CHART = Path.of("../docs/pictures/chart.png");

    @Test
    void conversationWhenRenamedThenIsListedByItsNewTitle(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("a title to change");
        visitor.untilAnswered();
        options(visitor, "a title to change");
        visitor.menuItem("Rename").click();
        visitor.assertAccessible();
        Locator title = visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Title"));
        title.fill("A better title");
        title.press("Enter");
        assertThat(visitor.conversation("A better title")).isVisible();
        visitor.page().reload();
        assertThat(visitor.conversation("A better title")).isVisible();
    }

    @Test
    void conversationWhenDeletedThenCanBeHadBack(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("deleted by mistake");
        visitor.untilAnswered();
        options(visitor, "deleted by mistake");
        visitor.menuItem("Delete").click();
        assertThat(visitor.conversation("deleted by mistake")).hasCount(0);
        visitor.button("Undo").click();
        assertThat(visitor.conversation("deleted by mistake")).isVisible();
    }

    @Test
    void draftWhenThePageIsReloadedThenIsThereWithItsPicture(Visitor visitor) {
        visitor.open("/").attach(SHAPES, CHART);
        visitor.box().fill("not sent yet");
        Locator pictures = visitor.page().getByRole(AriaRole.LIST,
                new Page.GetByRoleOptions().setName("Attached pictures"));
        assertThat(visitor.button("Send")).isEnabled();
        visitor.page().waitForTimeout(400);
        visitor.page().reload();
        assertThat(visitor.box()).hasValue("not sent yet");
        assertThat(pictures.getByRole(AriaRole.LISTITEM)).hasCount(2);
        visitor.assertAccessible();
        visitor.button("Remove shapes.png").click();
        assertThat(pictures.getByRole(AriaRole.LISTITEM)).hasCount(1);
        visitor.page().keyboard().press("Escape");
        visitor.ask("Which bar is the highest?").untilAnswered();
        assertThat(visitor.answer()).containsText("Bar R");
    }

    @Test
    void fileWhenItIsNoPictureThenIsRefusedInWords(Visitor visitor, @TempDir Path folder) throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.png"), "This is text.");
        visitor.expectingErrors("status of 415");
        visitor.open("/").attach(notes);
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).containsText("'notes.png' is not a picture");
        assertThat(visitor.button("Send")).isDisabled();
    }

    @Test
    void keysWhenWritingThenEnterSendsAndShiftEnterBreaksTheLine(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        visitor.box().click();
        visitor.page().keyboard().type("first");
        visitor.page().keyboard().press("Shift+Enter");
        visitor.page().keyboard().type("second");
        assertThat(visitor.box()).hasValue("first\nsecond");
        visitor.page().keyboard().press("Enter");
        visitor.untilAnswered();
        assertThat(visitor.box()).hasValue("");
        assertThat(visitor.answer()).containsText("first");
    }

    @Test
    void conversationWhenItIsNotThereThenThePageSaysSo(Visitor visitor) {
        visitor.expectingErrors("status of 404");
        visitor.page().navigate("/c/00000000-0000-7000-8000-000000000000");
        assertThat(visitor.page().getByText("This conversation is not here.")).isVisible();
    }

    private static void options(Visitor visitor, String title) {
        visitor.conversation(title).hover();
        visitor.button("Options for “" + title + "”").click();
    }
}
