package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who uses the page, by what they see and hear: roles and names. */
final class Visitor {

    /** What is half faded out is not what anybody reads. What moves for good, such as a sign of work, is not waited for. */
    private static final String UNTIL_STILL = """
            async () => {
              const moving = () => document.getAnimations().filter((each) =>
                  each.playState === 'running' && Number.isFinite(each.effect.getComputedTiming().endTime));
              const leaving = () => document.querySelector('[data-ending-style], [data-starting-style]') !== null;
              const until = Date.now() + 5000;
              while ((moving().length > 0 || leaving()) && Date.now() < until) {
                await Promise.allSettled(moving().map((each) => each.finished));
                await new Promise(requestAnimationFrame);
              }
            }""";

    private final BrowserContext context;
    private final Page page;
    private final List<String> errors = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();
    private int awaited;

    Visitor(BrowserContext context) {
        this.context = context;
        this.page = newTab();
    }

    /** Another tab of the same browser. */
    Page newTab() {
        Page tab = context.newPage();
        tab.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                errors.add(message.type() + ": " + message.text());
            }
        });
        tab.onPageError(error -> errors.add("uncaught: " + error));
        return tab;
    }

    BrowserContext context() {
        return context;
    }

    Page page() {
        return page;
    }

    Visitor open(String path) {
        page.navigate(path);
        assertThat(box()).isVisible();
        return this;
    }

    /** The browser itself logs requests that fail. A test that makes one fail says so. */
    Visitor expectingErrors(String pattern) {
        expected.add(Pattern.compile(pattern));
        return this;
    }

    /** As the administrator of {@link AccountsBrowserTest}. */
    Visitor logIn() {
        return logIn("ada", AccountsBrowserTest.PASSWORD);
    }

    Visitor logIn(String name, String password) {
        label("Name").fill(name);
        label("Password").fill(password);
        button("Log in").click();
        return this;
    }

    Locator label(String name) {
        return page.getByLabel(name, new Page.GetByLabelOptions().setExact(true));
    }

    /** What the page's own address answers to a request with its cookies. */
    JsonNode call(String method, String path, @Nullable Object body) {
        RequestOptions options = RequestOptions.create().setMethod(method).setFailOnStatusCode(true);
        context.cookies().stream().filter(cookie -> cookie.name.equals("XSRF-TOKEN"))
                .forEach(cookie -> options.setHeader("X-XSRF-TOKEN", cookie.value));
        APIResponse response = page.request().fetch("/api/v1" + path, body == null ? options : options.setData(body));
        return new JsonMapper().readTree(response.status() == 204 ? "null" : response.text());
    }

    Locator box() {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message").setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** By what stands at its head. */
    Locator row(String name) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions()
                .setHas(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(name).setExact(true))));
    }

    Locator menuItem(String name) {
        return page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator conversations() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Conversations")).last();
    }

    Locator conversation(String title) {
        return conversations().getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(title).setExact(true));
    }

    /** The answers in sight, oldest first. */
    Locator answers() {
        return answers(page);
    }

    static Locator answers(Page page) {
        return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(Pattern.compile("^Answer of")));
    }

    Locator answer() {
        return answers().last();
    }

    Visitor attach(Path... pictures) {
        FileChooser chooser = page.waitForFileChooser(() -> button("Attach pictures").click());
        chooser.setFiles(pictures);
        return this;
    }

    Visitor useModel(String name) {
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Model")).click();
        page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^Ready " + name + "\\b")))
                .click();
        return this;
    }

    Visitor ask(String text) {
        awaited = answers().count() + 1;
        box().fill(text);
        button("Send").click();
        return this;
    }

    /** Waits until the newest answer is complete. */
    Visitor untilAnswered() {
        if (awaited > 0) {
            // Else the answer before would be taken for this one.
            assertThat(answers()).hasCount(awaited);
            awaited = 0;
        }
        assertThat(answer()).hasAttribute("aria-busy", "false");
        return this;
    }

    Visitor assertAccessible() {
        assertAccessible(page);
        return this;
    }

    private static void assertAccessible(Page page) {
        page.evaluate(UNTIL_STILL);
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations).as("what axe finds").isEmpty();
    }

    /** Looks at every tab once more, where the test came to its end, and closes them. */
    void leave(boolean succeeded, Path picture) {
        try {
            if (succeeded) {
                context.pages().forEach(Visitor::assertAccessible);
                assertThat(errors).as("errors on the console")
                        .allMatch(error -> expected.stream().anyMatch(pattern -> pattern.matcher(error).find()));
            } else {
                page.screenshot(new Page.ScreenshotOptions().setPath(picture));
            }
        } finally {
            context.close();
        }
    }
}
