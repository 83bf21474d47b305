package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.List;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The main views, light, dark and on a phone: each is accessible, and its picture lies in {@code target/screenshots}, from
 * where it goes into {@code docs/screenshots} once somebody has looked at it.
 */
@BrowserTest
class ScreenshotsIT {

    private static final Path CHART = Path.of("../docs/pictures/chart.png");

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("delete from conversation").update();
    }

    @Test
    void chatWhenLightDarkAndOnAPhone(Visitor visitor) {
        forget();
        visitor.open("/");
        picture(visitor, "welcome-light");
        dark(visitor, true);
        picture(visitor, "welcome-dark");
        dark(visitor, false);

        for (String earlier : List.of("How many shapes are there?", "What does the text say?")) {
            visitor.open("/");
            visitor.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(earlier)).click();
            visitor.untilAnswered();
        }
        visitor.open("/").attach(CHART).ask("Which bar is the highest?").untilAnswered();
        visitor.ask("What are the values of all bars?").untilAnswered();
        visitor.box().fill("What is the value of bar V?");
        assertThat(visitor.page().getByText("of the context")).isVisible();
        picture(visitor, "chat-light");
        dark(visitor, true);
        picture(visitor, "chat-dark");
        visitor.button("More").last().click();
        visitor.menuItem("How this answer was made").click();
        assertThat(visitor.page().getByText("Checkpoint", new Page.GetByTextOptions().setExact(true))).isVisible();
        picture(visitor, "manifest-dark");
        visitor.button("Close").click();
        dark(visitor, false);
        visitor.button("Share").click();
        visitor.button("Make a link").click();
        assertThat(
                visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Link").setExact(true)))
                .isVisible();
        picture(visitor, "sharing");
        visitor.button("Close").click();

        visitor.page().setViewportSize(390, 844);
        visitor.box().fill("");
        picture(visitor, "chat-phone");
        visitor.button("Open conversations").click();
        assertThat(visitor.conversation("Which bar is the highest?")).isVisible();
        picture(visitor, "list-phone");
        visitor.button("New chat").click();
        dark(visitor, true);
        picture(visitor, "welcome-phone");
    }

    private static void dark(Visitor visitor, boolean dark) {
        visitor.page().emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    private static void picture(Visitor visitor, String name) {
        visitor.assertAccessible();
        visitor.page()
                .screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
