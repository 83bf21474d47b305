package io.azulejo.server.page;

import java.time.Duration;
import java.util.regex.Pattern;

import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.server.OnTwoBackends;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedAnswer;
import io.azulejo.tck.ScriptedBackend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** A backend dies while somebody reads its answer. */
// The backend that dies here is not asked for a while, by whoever comes next.
@DirtiesContext
@OnTwoBackends
@ExtendWith(Chromium.class)
class SeamPageIT {

    private static final String SEAM = "A backend broke while this was written; another one went on with it.";

    @Autowired
    private ModelCatalog models;

    @Test
    void answerWhenItsBackendDiesThenGoesOnInPlaceAndSaysSoThenAndLater(Visitor visitor) {
        ScriptedBackend first = models.backends().stream().filter(backend -> backend.name().equals("scripted"))
                .map(ScriptedBackend.class::cast).findFirst().orElseThrow();
        first.answerWith((_, _) -> ScriptedAnswer.count(5).delayed(Duration.ofMillis(20))
                .failing(new BackendUnavailableException("The process was killed.", null)));

        visitor.open("/").ask("[[pieces=60 delay=50ms]]");
        // While it is still being written, by the other one.
        assertThat(visitor.answer()).containsText(SEAM);
        visitor.untilAnswered();
        assertThat(visitor.answer().locator("p").first()).hasText(Pattern.compile("^1 2 3 4 5 6 7 .* 60$"));
        assertThat(visitor.answer().getByRole(AriaRole.ALERT)).hasCount(0);
        visitor.assertAccessible();
        visitor.page().reload();
        assertThat(visitor.answer()).containsText(SEAM);
        visitor.button("Details").click();
        assertThat(visitor.page().getByText("scripted/scripted → spare/seer")).isVisible();
    }
}
