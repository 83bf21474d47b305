package io.azulejo.server.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** Pictures on their way into a message, and what is set before it is sent. */
@BrowserTest
class ComposingIT {

    private static final Path PICTURES = Path.of("../docs/pictures");
    private static final String GIVE = """
            (target, [kind, name, base64]) => {
              const data = new DataTransfer();
              const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
              data.items.add(new File([bytes], name, { type: 'image/png' }));
              const init = { bubbles: true, cancelable: true };
              target.dispatchEvent(kind === 'paste'
                  ? new ClipboardEvent('paste', { ...init, clipboardData: data })
                  : new DragEvent('drop', { ...init, dataTransfer: data }));
            }""";

    @Test
    void picturesWhenPickedPastedAndDroppedThenAreSentInTheOrderThatTheyArePutIn(Visitor visitor) throws IOException {
        visitor.open("/").useModel("scripted").attach(PICTURES.resolve("shapes.png"));
        give(visitor.box(), "paste", "chart.png");
        give(visitor.box(), "drop", "text.png");
        give(visitor.box(), "drop", "counting.png");
        assertOrder(visitor, "shapes.png", "chart.png", "text.png", "counting.png");
        assertThat(visitor.page().getByRole(AriaRole.PROGRESSBAR)).hasCount(0);
        visitor.assertAccessible();

        handle(visitor, "text.png").press("ArrowLeft");
        handle(visitor, "text.png").press("ArrowLeft");
        assertOrder(visitor, "text.png", "shapes.png", "chart.png", "counting.png");
        handle(visitor, "counting.png").dragTo(handle(visitor, "shapes.png"));
        assertOrder(visitor, "text.png", "counting.png", "shapes.png", "chart.png");
        visitor.button("Remove shapes.png").click();
        visitor.ask("in their order").untilAnswered();
        assertThat(visitor.answer()).containsText("You sent 3 pictures");
        visitor.page().reload();
        Locator sent = visitor.page().getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Open .*png$")));
        assertThat(sent).hasCount(3);
        for (int i = 0; i < 3; i++) {
            assertThat(sent.nth(i)).hasAttribute("aria-label",
                    "Open " + List.of("text.png", "counting.png", "chart.png").get(i));
        }
    }

    @Test
    void detailWhenLoweredThenTheMessageCostsFewerTiles(Visitor visitor) {
        visitor.open("/").attach(PICTURES.resolve("chart.png"));
        visitor.box().fill("Which bar is the highest?");
        Locator cost = visitor.page().getByRole(AriaRole.GROUP,
                new Page.GetByRoleOptions().setName("What this message costs"));
        visitor.button("Parameters").click();
        visitor.page().getByLabel("Detail of pictures").fill("4");
        assertThat(cost).not().containsText("1 tile ");
        visitor.page().getByLabel("Detail of pictures").fill("1");
        assertThat(cost.getByText("1 tile", new Locator.GetByTextOptions().setExact(true))).isVisible();
        visitor.button("Reset to defaults").click();
    }

    @Test
    void chatWhenTemporaryThenIsInNoListButStaysWhereItIs(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        visitor.button("Temporary chat").click();
        assertThat(visitor.button("Temporary chat")).hasAttribute("aria-pressed", "true");
        visitor.ask("not to be kept").untilAnswered();
        visitor.page().reload();
        assertThat(visitor.answer()).containsText("not to be kept");
        assertThat(visitor.page().getByText("This chat is temporary")).isVisible();
        assertThat(visitor.button("Share")).hasCount(0);
        visitor.page().waitForResponse(response -> response.url().contains("/conversations"),
                () -> visitor.page().reload());
        assertThat(visitor.conversation("not to be kept")).hasCount(0);
    }

    private static void give(Locator target, String kind, String name) throws IOException {
        target.evaluate(GIVE,
                List.of(kind, name, Base64.getEncoder().encodeToString(Files.readAllBytes(PICTURES.resolve(name)))));
    }

    private static Locator handle(Visitor visitor, String name) {
        return visitor.page().getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + ", picture")));
    }

    private static void assertOrder(Visitor visitor, String... names) {
        Locator pictures = visitor.page().getByRole(AriaRole.LIST,
                new Page.GetByRoleOptions().setName("Attached pictures")).getByRole(AriaRole.IMG);
        assertThat(pictures).hasCount(names.length);
        for (int i = 0; i < names.length; i++) {
            assertThat(pictures.nth(i)).hasAttribute("alt", names[i]);
        }
    }
}
