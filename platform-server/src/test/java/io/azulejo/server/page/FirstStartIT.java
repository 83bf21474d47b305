package io.azulejo.server.page;

import java.nio.file.Path;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What somebody meets who has just started the server and opens its address. */
@BrowserTest
class FirstStartIT {

    private static final Path PICTURE = Path.of("../docs/pictures/shapes.png");

    @Test
    void threeClicksFromAFreshStartToAStreamedCorrectAnswerAboutOnesOwnPicture(Visitor visitor) {
        visitor.open("/");
        // One: the button, whose chooser takes the picture.
        visitor.attach(PICTURE);
        // Two: into the box, to write.
        visitor.box().click();
        visitor.box().fill("Which shapes are in this picture?");
        // Three.
        visitor.button("Send").click();

        assertThat(visitor.answer()).containsText("brown square");
        visitor.untilAnswered();
        assertThat(visitor.answer()).containsText("a yellow square and a brown cross");
    }

    @Test
    void samplePictureWhenClickedThenIsAskedAbout(Visitor visitor) {
        visitor.open("/").assertAccessible();
        visitor.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("What does the text say?"))
                .click();
        visitor.untilAnswered();
        assertThat(visitor.answer()).containsText("TILE7");
        assertThat(visitor.conversation("What does the text say?")).hasAttribute("aria-current", "page");
    }

    @Test
    void pageOnAPhoneWhenDarkThenIsAccessibleAndItsListOpens(Visitor visitor) {
        visitor.page().setViewportSize(390, 844);
        visitor.page().emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK));
        visitor.open("/").assertAccessible();
        visitor.button("Open conversations").click();
        assertThat(visitor.button("New chat")).isVisible();
    }
}
