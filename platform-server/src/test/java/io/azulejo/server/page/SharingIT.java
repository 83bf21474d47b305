package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Conversations that are shown to whoever has a link. */
@BrowserTest
class SharingIT {

    @Test
    void conversationWhenSharedThenAStrangerReadsItAsItWasUntilTheLinkIsEnded(Visitor visitor, Visitor stranger) {
        visitor.open("/").attach(Path.of("../docs/pictures/chart.png")).useModel("scripted").ask("look at this")
                .untilAnswered();
        visitor.button("Share").click();
        visitor.page().getByLabel("The link ends").selectOption("7");
        visitor.assertAccessible();
        visitor.button("Make a link").click();
        Locator field = visitor.page().getByRole(AriaRole.TEXTBOX,
                new Page.GetByRoleOptions().setName("Link").setExact(true));
        assertThat(field).hasValue(Pattern.compile("/shared/"));
        String link = field.inputValue();
        visitor.button("Close").click();
        visitor.ask("what is written later").untilAnswered();

        stranger.page().navigate(link);
        assertThat(stranger.answers()).hasCount(1);
        assertThat(stranger.answer()).containsText("look at this");
        assertThat(stranger.box()).hasCount(0);
        assertThat(stranger.button("Regenerate")).hasCount(0);
        Locator picture = stranger.page().locator("article img").first();
        assertThat(picture).hasJSProperty("complete", true);
        stranger.button("Open chart.png").click();
        assertThat(stranger.page().getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("Picture chart.png")))
                .hasJSProperty("naturalWidth", 409);
        stranger.page().keyboard().press("Escape");
        stranger.assertAccessible();

        visitor.button("Settings").click();
        visitor.menuItem("Shared links").click();
        visitor.assertAccessible();
        visitor.page().getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("^End the link"))).click();
        assertThat(visitor.page().getByText("You have shared nothing.")).isVisible();
        visitor.button("Close").click();
        stranger.expectingErrors("status of 404");
        stranger.page().reload();
        assertThat(stranger.page().getByRole(AriaRole.HEADING,
                new Page.GetByRoleOptions().setName("This link leads nowhere."))).isVisible();
    }
}
