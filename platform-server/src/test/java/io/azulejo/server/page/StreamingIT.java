package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/** Answers while they are being made. */
@BrowserTest
class StreamingIT {

    private static final String SLOW = "[[pieces=60 delay=50ms]]";

    @Test
    void answerWhenStoppedThenKeepsWhatCame(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("[[pieces=5000 delay=20ms]]");
        assertThat(visitor.answer()).containsText("3 4");
        visitor.assertAccessible();
        visitor.button("Stop").click();
        assertThat(visitor.answer()).containsText("Stopped.");
        visitor.page().reload();
        assertThat(visitor.answer()).containsText("3 4");
        assertThat(visitor.answer()).containsText("Stopped.");
    }

    @Test
    void answerWhenStoppedBeforeTheServerHasTakenTheQuestionThenIsStopped(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("the first").untilAnswered();
        visitor.page().route("**/messages", route -> {
            visitor.button("Stop").click();
            route.resume();
        });
        visitor.ask("[[pieces=5000 delay=20ms]]").untilAnswered();
        assertThat(visitor.answer()).containsText("Stopped.");
    }

    @Test
    void pageWhenReloadedInMidAnswerThenGoesOnToTheEnd(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask(SLOW);
        assertThat(visitor.answer()).containsText("5 6");
        visitor.page().reload();
        visitor.untilAnswered();
        assertComplete(visitor.page());
    }

    @Test
    void secondTabWhenOpenedInMidAnswerThenShowsTheSame(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask(SLOW);
        assertThat(visitor.answer()).containsText("5 6");
        Page second = visitor.newTab();
        second.navigate(visitor.page().url());
        assertThat(Visitor.answers(second).last()).hasAttribute("aria-busy", "false");
        visitor.untilAnswered();
        assertComplete(visitor.page());
        assertComplete(second);
    }

    /** A browser has six connections to a server. */
    @Test
    void sevenTabsOfARunningAnswerWhenSixAreOutOfSightThenTheSeventhLoadsAndTheFirstGoesOnOnceItIsSeen(
            Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("[[pieces=5000 delay=50ms]]");
        assertThat(visitor.answer()).containsText("3 4");
        show(visitor.page(), false);
        for (int tab = 2; tab <= 7; tab++) {
            Page next = visitor.newTab();
            next.navigate(visitor.page().url());
            assertThat(Visitor.answers(next).last()).containsText("3 4");
            if (tab < 7) {
                show(next, false);
            } else {
                next.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop")).click();
                assertThat(Visitor.answers(next).last()).containsText("Stopped.");
            }
        }
        show(visitor.page(), true);
        assertThat(visitor.answer()).containsText("Stopped.");
    }

    /** Without a window there is no tab in front of others. */
    private static void show(Page tab, boolean visible) {
        tab.evaluate("""
                state => {
                  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
                  document.dispatchEvent(new Event('visibilitychange'));
                }""", visible ? "visible" : "hidden");
    }

    @Test
    void connectionWhenCutInMidAnswerThenIsTakenUpWhereItWas(Visitor visitor) {
        visitor.expectingErrors("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_CONNECTION");
        visitor.open("/").useModel("scripted").ask(SLOW);
        assertThat(visitor.answer()).containsText("5 6");
        visitor.context().setOffline(true);
        visitor.page().waitForTimeout(700);
        visitor.context().setOffline(false);
        visitor.untilAnswered();
        assertComplete(visitor.page());
    }

    @Test
    void answerWhenItFailsThenSaysWhy(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("[[fail=broken after=3]]");
        assertThat(visitor.answer()).containsText("The answer failed.");
        assertThat(visitor.answer()).containsText("2");
    }

    @Test
    void networkWhenSlowThenTheUploadShowsHowFarItIsAndNothingOfTheAnswerIsLost(Visitor visitor) {
        visitor.open("/").useModel("scripted");
        CDPSession network = visitor.context().newCDPSession(visitor.page());
        network.send("Network.enable");
        JsonObject slow = new JsonObject();
        slow.addProperty("offline", false);
        slow.addProperty("latency", 300);
        slow.addProperty("uploadThroughput", 3_000);
        slow.addProperty("downloadThroughput", 6_000);
        network.send("Network.emulateNetworkConditions", slow);
        visitor.attach(Path.of("../docs/pictures/chart.png"));
        assertThat(visitor.page().getByRole(AriaRole.PROGRESSBAR,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Uploading chart.png: \\d+ %")))).isVisible();
        assertThat(visitor.button("Send")).isDisabled();
        visitor.box().fill(SLOW);
        assertThat(visitor.button("Send")).isEnabled();
        visitor.ask(SLOW).untilAnswered();
        assertComplete(visitor.page());
    }

    /** Every piece once, in order. */
    private static void assertComplete(Page page) {
        List<String> words = List.of(Visitor.answers(page).last().locator("p").first().innerText().split("\\s+"));
        assertThat(String.join(" ", words))
                .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(Integer::toString).collect(joining(" ")));
    }
}
