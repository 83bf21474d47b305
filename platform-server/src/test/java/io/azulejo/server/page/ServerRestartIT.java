package io.azulejo.server.page;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.azulejo.server.ApplicationProcess;
import io.azulejo.server.FreshDataDirectory;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The page while its server goes and comes back. */
@BrowserTest
class ServerRestartIT {

    @Test
    void pageWhenTheServerIsKilledInMidAnswerAndStartedAgainThenGoesOnByItself(Visitor visitor) throws Exception {
        visitor.expectingErrors("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET"
                + "|ERR_EMPTY_RESPONSE|status of 503");
        Path data = FreshDataDirectory.create("page-restart");
        try (ApplicationProcess server = new ApplicationProcess("page-restart")) {
            Process first = server.start(data);
            visitor.page().navigate(server.uri("/").toString());
            visitor.ask("[[pieces=5000 delay=20ms]]");
            assertThat(visitor.answer()).containsText("3 4");
            first.destroyForcibly().waitFor();
            assertThat(visitor.answer()).containsText("The connection is lost.");
            visitor.box().fill("what was being written");

            server.start(data);
            assertThat(visitor.answer()).containsText("The answer was interrupted.");
            assertThat(visitor.answer()).containsText("3 4");
            assertThat(visitor.answer()).hasAttribute("aria-busy", "false");
            assertThat(visitor.box()).hasValue("what was being written");
            visitor.ask("and now?").untilAnswered();
            assertThat(visitor.answer()).containsText("and now?");
        }
    }
}
