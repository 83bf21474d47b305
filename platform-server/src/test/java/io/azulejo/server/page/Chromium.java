package io.azulejo.server.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import io.azulejo.server.Api;

import static org.assertj.core.api.Assertions.fail;

/**
 * Gives each test a {@link Visitor}, in one Chromium for all of them: the one that {@code AZULEJO_CHROMIUM} names, else
 * an installed one. Where there is none the test is skipped, but for {@code AZULEJO_REQUIRE_ALL_TESTS=true}.
 */
final class Chromium implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Chromium.class);
    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Visitor.class;
    }

    @Override
    public Visitor resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot().getStore(NAMESPACE).computeIfAbsent(Running.class, _ -> Running.start(),
                Running.class);
        int port = SpringExtension.getApplicationContext(context).getBean(Api.class).port();
        BrowserContext browser = running.browser().newContext(
                new Browser.NewContextOptions().setBaseURL("http://127.0.0.1:" + port).setViewportSize(1280, 820)
                        .setLocale("en-US"));
        Visitor visitor = new Visitor(browser);
        visitors(context).add(visitor);
        return visitor;
    }

    /** A flow is good only where the page had no error and what it came to is accessible. */
    @Override
    public void afterEach(ExtensionContext context) {
        for (Visitor visitor : visitors(context)) {
            visitor.leave(context.getExecutionException().isEmpty(),
                    Path.of("target", "browser", context.getRequiredTestMethod().getName() + ".png"));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Visitor> visitors(ExtensionContext context) {
        return (List<Visitor>) context.getStore(NAMESPACE).computeIfAbsent("visitors", _ -> new ArrayList<Visitor>());
    }

    private static Path executable() {
        Optional<Path> found = Stream.concat(Stream.ofNullable(named()), PLACES.stream()).map(Path::of)
                .filter(Files::isExecutable).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        String problem = "No Chromium: install it, or name one in AZULEJO_CHROMIUM. The page was NOT tested.";
        if (Boolean.parseBoolean(System.getenv("AZULEJO_REQUIRE_ALL_TESTS"))) {
            return fail(problem);
        }
        System.err.println("SKIPPED: " + problem);
        throw new TestAbortedException(problem);
    }

    private static @Nullable String named() {
        return System.getenv("AZULEJO_CHROMIUM");
    }

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

        static Running start() {
            Path executable = executable();
            // The machine may be busy with other tests; what fails fails nonetheless.
            PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Running(playwright, playwright.chromium()
                    .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(FLAGS)));
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }
}
