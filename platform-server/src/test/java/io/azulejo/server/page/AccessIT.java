package io.azulejo.server.page;

import java.util.List;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The page for whoever uses no mouse, hears it, reads from right to left, or wants nothing to move. */
@BrowserTest
class AccessIT {

    private static final int PRESSES = 60;

    @Test
    void theAccessibleNamesByWhichThePageIsDriven(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        assertThat(named(visitor, AriaRole.TEXTBOX, "Message")).isVisible();
        assertThat(named(visitor, AriaRole.COMBOBOX, "Model")).isVisible();
        assertThat(named(visitor, AriaRole.LIST, "Conversations")).hasCount(1);
        for (String name : List.of("Send", "New chat", "Attach pictures")) {
            assertThat(named(visitor, AriaRole.BUTTON, name)).isVisible();
        }
        visitor.ask("[[pieces=5000 delay=20ms]]");
        named(visitor, AriaRole.BUTTON, "Stop").click();
        visitor.untilAnswered();
        for (String name : List.of("Regenerate", "Copy")) {
            assertThat(named(visitor, AriaRole.BUTTON, name)).isVisible();
        }
        assertThat(named(visitor, AriaRole.LIST, "Conversations").getByRole(AriaRole.LISTITEM)).not().hasCount(0);
    }

    @Test
    void keyboardAloneAsksCopiesPinsAndSearches(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        visitor.page().reload();
        assertThat(visitor.box()).isFocused();
        visitor.page().keyboard().type("without a mouse");
        visitor.page().keyboard().press("Enter");
        visitor.untilAnswered();
        assertThat(visitor.box()).isFocused();
        walk(visitor, "Shift+Tab", visitor.button("Copy"));
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.button("Copied")).isFocused();

        Locator row = visitor.conversation("without a mouse");
        assertThat(row).isVisible();
        walk(visitor, "Shift+Tab", row);
        walk(visitor, "Tab", visitor.button("Options for “without a mouse”"));
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.menuItem("Pin")).isVisible();
        walk(visitor, "ArrowDown", visitor.menuItem("Pin"));
        visitor.page().keyboard().press("Enter");
        assertThat(visitor.conversations().getByText("Pinned", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();

        visitor.page().keyboard().press("Control+k");
        assertThat(visitor.page().getByRole(AriaRole.SEARCHBOX)).isFocused();
        visitor.page().keyboard().press("Escape");
        assertThat(visitor.page().getByRole(AriaRole.SEARCHBOX)).hasCount(0);
    }

    @Test
    void pageWhenReadFromRightToLeftThenIsMirroredAndNothingIsCutOff(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("from the right").untilAnswered();
        visitor.page().evaluate("document.documentElement.dir = 'rtl'");
        assertThat(visitor.conversation("from the right")).isVisible();
        double middle = 1280 / 2.0;
        assertThat(visitor.conversation("from the right").boundingBox().x).isGreaterThan(middle);
        assertThat(visitor.button("Send").boundingBox().x).isLessThan(middle);
        assertFits(visitor);
        visitor.assertAccessible();
        visitor.page().setViewportSize(390, 844);
        assertFits(visitor);
        assertThat(visitor.button("Open conversations").boundingBox().x).isGreaterThan(390 / 2.0);
    }

    @Test
    void pageWhenMotionIsToBeReducedThenMovesNothingWhileAnAnswerComes(Visitor visitor) {
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        visitor.open("/").useModel("scripted").ask("[[pieces=60 delay=40ms]]");
        assertThat(visitor.answer()).containsText("3 4");
        assertThat(visitor.page().evaluate("""
                () => document.getAnimations().filter((each) => {
                  const { duration, iterations } = each.effect.getComputedTiming();
                  return each.playState === 'running' && duration > 1 && iterations > 1;
                }).map((each) => each.animationName ?? each.transitionProperty).join()""")).isEqualTo("");
        visitor.untilAnswered();
    }

    @Test
    void languageAndColoursWhenChosenThenStayAfterAReload(Visitor visitor) {
        visitor.open("/");
        visitor.button("Settings").click();
        visitor.page().getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("Dark")).click();
        visitor.page().getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("Deutsch")).click();
        Locator sent = named(visitor, AriaRole.TEXTBOX, "Nachricht");
        visitor.page().keyboard().press("Escape");
        assertThat(sent).isVisible();
        visitor.page().reload();
        assertThat(sent).isVisible();
        assertThat(visitor.page().locator("html")).hasAttribute("lang", "de");
        assertThat(visitor.page().evaluate("getComputedStyle(document.documentElement).colorScheme"))
                .isEqualTo("dark");
    }

    private static Locator named(Visitor visitor, AriaRole role, String name) {
        return visitor.page().getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void assertFits(Visitor visitor) {
        assertThat(visitor.page()
                .evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what reaches beyond the edge").isEqualTo(0);
    }

    /** Presses a key until something has the focus. */
    private static void walk(Visitor visitor, String key, Locator until) {
        for (int i = 0; i < PRESSES; i++) {
            visitor.page().keyboard().press(key);
            if (until.count() == 1 && (boolean) until.evaluate("each => each === document.activeElement")) {
                return;
            }
        }
        assertThat(until).isFocused();
    }
}
