package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What Markdown becomes. The scripted model repeats what it is told. */
@BrowserTest
class RenderingIT {

    @Test
    void codeTableAndFormulaWhenAnsweredThenAreShownAsSuch(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("""
                this

                ## Heading

                - **bold** and `code`

                ```java
                int answer = 42; // why
                ```

                | shape | count |
                | --- | --- |
                | star | 2 |

                The area is $a^2 + b^2$, and costs $5 or $10.""").untilAnswered();
        Locator answer = visitor.answer();
        assertThat(answer.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName("Heading"))).isVisible();
        assertThat(answer.locator("pre .hljs-keyword, pre .hljs-type").first()).hasText("int");
        assertThat(answer.getByRole(AriaRole.CELL, new Locator.GetByRoleOptions().setName("star"))).isVisible();
        assertThat(answer.locator(".katex").first()).isVisible();
        assertThat(answer).containsText("costs $5 or $10.");
        visitor.assertAccessible();
        visitor.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        visitor.button("Copy code").click();
        Assertions.assertThat((String) visitor.page().evaluate("() => navigator.clipboard.readText()"))
                .isEqualTo("int answer = 42; // why\n");
    }

    @Test
    void diagramWhenAnsweredThenIsDrawnAndIsCodeOnRequestOrWhereItCannotBe(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("""
                this

                ```mermaid
                flowchart LR
                  accTitle: From picture to answer
                  A[Picture] --> B[Answer]
                ```

                ```mermaid
                flowchart LR
                  A[[[ -->
                ```
                """).untilAnswered();
        Locator diagram = visitor.answer().getByRole(AriaRole.IMG,
                new Locator.GetByRoleOptions().setName("From picture to answer"));
        assertThat(diagram).isVisible();
        Assertions.assertThat((int) diagram.evaluate("picture => picture.decode().then(() => picture.naturalWidth)"))
                .isGreaterThan(100);
        assertThat(visitor.answer().getByText("A[[[ -->")).isVisible();
        visitor.assertAccessible();
        String light = diagram.getAttribute("src");
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(diagram).not().hasAttribute("src", light);

        assertThat(visitor.button("Show the code")).hasCount(1);
        visitor.button("Show the code").click();
        assertThat(visitor.answer().getByText("A[Picture] --> B[Answer]")).isVisible();
        visitor.button("Show the diagram").click();
        assertThat(diagram).isVisible();
    }

    @Test
    void htmlWhenAnsweredThenIsTextAndRunsNothing(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("""
                <img src=x onerror="document.title='run'"> <script>document.title='run'</script>
                [link](javascript:document.title='run') ![picture](http://example.org/spy.png)""").untilAnswered();
        assertThat(visitor.answer()).containsText("<script>");
        assertThat(visitor.answer().locator("img")).hasCount(0);
        assertThat(visitor.answer().locator("a[href^=javascript]")).hasCount(0);
        assertThat(visitor.page()).hasTitle(Pattern.compile("Azulejo"));
    }

    @Test
    void picturesOfAMessageWhenOpenedThenFillTheWindow(Visitor visitor) {
        visitor.open("/").attach(Path.of("../docs/pictures/chart.png")).useModel("scripted").ask("look")
                .untilAnswered();
        visitor.button("Open chart.png").click();
        Locator dialog = visitor.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("Picture chart.png")))
                .isVisible();
        visitor.assertAccessible();
        visitor.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        assertThat(visitor.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Open chart.png")))
                .isFocused();
    }
}
