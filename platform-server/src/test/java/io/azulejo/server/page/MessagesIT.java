package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Questions asked otherwise, and answers made once more. */
@BrowserTest
class MessagesIT {

    private static final Path SHAPES = Path.of("../docs/pictures/shapes.png");

    @Test
    void questionWhenEditedThenIsAskedAnewAndTheOldOneStays(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("an old question").untilAnswered();
        visitor.box().press("ArrowUp");
        Locator editor = visitor.page().getByRole(AriaRole.TEXTBOX,
                new Page.GetByRoleOptions().setName("Edit message"));
        assertThat(editor).hasValue("an old question");
        visitor.assertAccessible();
        editor.fill("a new question");
        visitor.button("Send again").click();
        assertThat(visitor.answer()).containsText("a new question");
        visitor.button("Earlier version").first().click();
        assertThat(visitor.answer()).containsText("an old question");
    }

    @Test
    void answerWhenMadeOnceMoreByAnotherModelThenBothCanBeSeen(Visitor visitor) {
        visitor.open("/").attach(SHAPES).ask("Which shapes are in this picture?").untilAnswered();
        visitor.button("Regenerate with another model").click();
        visitor.menuItem("With scripted").click();
        assertThat(visitor.answer()).containsText("You sent 1 picture");
        visitor.untilAnswered();
        visitor.button("Side by side").click();
        assertThat(visitor.answers()).hasCount(2);
        assertThat(visitor.answers().first()).containsText("brown square");
        visitor.assertAccessible();
        visitor.button("One at a time").click();
        visitor.button("Earlier version").click();
        assertThat(visitor.answer()).containsText("brown square");
        visitor.button("Regenerate").click();
        assertThat(visitor.page().getByRole(AriaRole.GROUP,
                new Page.GetByRoleOptions().setName("Version 3 of 3"))).isVisible();
    }

    @Test
    void answerWhenStoppedThenCanGoOn(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("[[pieces=60 delay=40ms]]");
        assertThat(visitor.answer()).containsText("5 6");
        visitor.button("Stop").click();
        assertThat(visitor.answer()).containsText("Stopped.");
        visitor.button("Continue").click();
        assertThat(visitor.answer()).containsText("59 60");
        assertThat(visitor.answer()).containsText("5 6 7");
    }

    @Test
    void messageWhileWrittenThenShowsWhatItCosts(Visitor visitor) {
        visitor.open("/").attach(SHAPES);
        visitor.box().fill("Which shapes are in this picture?");
        Locator cost = visitor.page().getByRole(AriaRole.GROUP,
                new Page.GetByRoleOptions().setName("What this message costs"));
        assertThat(cost).containsText("1 tile");
        assertThat(cost).containsText("tokens");
    }

    @Test
    void parametersWhenSetThenHoldForTheNextAnswer(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        visitor.button("Parameters").click();
        visitor.page().getByRole(AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName("Longest answer")).fill("3");
        visitor.assertAccessible();
        visitor.button("Close parameters").click();
        visitor.ask("one two three four five six").untilAnswered();
        assertThat(visitor.answer()).containsText("The answer reached its length limit.");
    }

    @Test
    void messageWhenDeletedThenWhatFollowedGoesToo(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("the first").untilAnswered();
        visitor.ask("the second").untilAnswered();
        assertThat(visitor.answers()).hasCount(2);
        visitor.button("More").last().click();
        visitor.menuItem("Delete from here on").click();
        assertThat(visitor.answers()).hasCount(1);
    }

    @Test
    void modelsWhenAllAreAskedThenTheirAnswersStandSideBySide(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("what all say").untilAnswered();
        visitor.button("Regenerate with another model").click();
        visitor.menuItem("With every model").click();
        for (String model : List.of("azulejo-demo", "scripted", "text-only")) {
            Locator column = visitor.page().getByRole(AriaRole.REGION,
                    new Page.GetByRoleOptions().setName(model).setExact(true));
            assertThat(column.getByRole(AriaRole.ARTICLE).first()).hasAttribute("aria-busy", "false");
        }
        visitor.assertAccessible();
        visitor.page().setViewportSize(390, 844);
    }

    @Test
    void answerWhenRatedThenKeepsItUntilItIsTakenBack(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("how good is this?").untilAnswered();
        visitor.page().waitForResponse(response -> response.url().endsWith("/feedback"),
                () -> visitor.button("Good answer").click());
        visitor.page().reload();
        assertThat(visitor.button("Good answer")).hasAttribute("aria-pressed", "true");
        visitor.page().waitForResponse(response -> response.url().endsWith("/feedback"),
                () -> visitor.button("Good answer").click());
        visitor.page().reload();
        assertThat(visitor.button("Good answer")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void answerWhenGoneOnFromInANewConversationThenBothAreThere(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("where two ways part").untilAnswered();
        String first = visitor.page().url();
        visitor.button("More").last().click();
        visitor.menuItem("Go on in a new conversation").click();
        assertThat(visitor.page()).not().hasURL(first);
        assertThat(visitor.answer()).containsText("where two ways part");
        visitor.ask("the other way").untilAnswered();
        visitor.page().navigate(first);
        assertThat(visitor.answers()).hasCount(1);
    }
}
