package io.azulejo.server.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.test.StepVerifier;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.ModelRoom;
import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.ScriptedAnswer;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/** Which deployment is asked, and who where it does not answer. */
class RouterTests extends RoutingSetup {

    @Test
    void streamWhenADeploymentFailsBeforeItsFirstTokenThenTheNextAnswers() {
        for (BackendException failure : List.of(away, broken,
                new OverCapacityException("Full.", Duration.ofSeconds(3)))) {
            first.answerWith((_, _) -> ScriptedAnswer.of().failing(failure));
            second.answerWith((_, _) -> ScriptedAnswer.words("from the second"));

            List<ChatResponse> responses = stream(inOrder(), new Prompt("Hi"));

            assertThat(text(responses)).isEqualTo("from the second");
            assertThat(responses).noneMatch(RouterTests::isContinued);
        }
        assertThat(attempts("first", "unavailable")).isEqualTo(1);
        assertThat(attempts("first", "failed")).isEqualTo(1);
        assertThat(attempts("first", "full")).isEqualTo(1);
        assertThat(attempts("second", "completed")).isEqualTo(3);
        assertThat(third.prompts()).isEmpty();
    }

    @Test
    void callWhenADeploymentFailsThenTheNextAnswers() {
        first.answerWith((_, _) -> ScriptedAnswer.words("lost words").failing(broken));
        second.answerWith((_, _) -> ScriptedAnswer.words("from the second"));

        assertThat(text(List.of(inOrder().call(new Prompt("Hi"))))).isEqualTo("from the second");
    }

    @Test
    void streamWhenTheRequestIsWrongThenNobodyElseIsAsked() {
        first.answerWith((_, _) -> ScriptedAnswer.of().failing(
                new InvalidRequestException("No.", "messages", InvalidRequestException.INVALID_VALUE)));

        StepVerifier.create(inOrder().stream(new Prompt("Hi"))).verifyError(InvalidRequestException.class);
        assertThat(second.prompts()).isEmpty();
    }

    @Test
    void streamWhenABackendIsDownThenItIsNotAsked() {
        first.setHealth(BackendHealth.down("the disk is gone"));

        stream(inOrder(), new Prompt("Hi"));

        assertThat(first.prompts()).isEmpty();
        assertThat(second.prompts()).hasSize(1);
    }

    @Test
    void streamWhenAllAreDownThenTheErrorSaysWhy() {
        List.of(first, second, third).forEach(backend -> backend.setHealth(BackendHealth.down("dark")));

        StepVerifier.create(inOrder().stream(new Prompt("Hi"))).verifyErrorSatisfies(error -> assertThat(error)
                .isInstanceOf(BackendUnavailableException.class).hasMessageContaining("seer")
                .hasMessageContaining("dark"));
    }

    @Test
    void streamWhenAllAreFullThenTheErrorIsThatOfTheOneWithRoomFirst() {
        first.answerWith((_, _) -> ScriptedAnswer.of().failing(new OverCapacityException("a", Duration.ofSeconds(9))));
        second.answerWith((_, _) -> ScriptedAnswer.of().failing(new OverCapacityException("b", Duration.ofSeconds(2))));
        third.answerWith((_, _) -> ScriptedAnswer.of().failing(away));

        StepVerifier.create(inOrder().stream(new Prompt("Hi"))).verifyErrorSatisfies(error -> assertThat(error)
                .isInstanceOfSatisfying(OverCapacityException.class,
                        full -> assertThat(full.retryAfter()).hasSeconds(2)));
    }

    @Test
    void streamWhenADeploymentFailsTooOftenThenItRestsAndTheViewSaysSo() {
        first.answerWith((_, _) -> ScriptedAnswer.of().failing(away));
        ModelCatalog catalog = catalog(on("first", 0), on("second", 1));
        RoutingChatModel routing = new RoutingChatModel(catalog, ObservationRegistry.NOOP, meters);

        IntStream.range(0, 20).forEach(_ -> stream(routing, new Prompt("Hi")));

        assertThat(attempts("first", "unavailable")).isEqualTo(5);
        assertThat(ModelView.of(catalog.require("seer"), true).deployments()).extracting(Deployment.View::circuit)
                .containsExactly("open", "closed");
    }

    @Test
    void streamWhenTheOnlyDeploymentFailsThenItIsAskedAllTheSame() {
        first.answerWith((_, _) -> ScriptedAnswer.of().failing(away));
        RoutingChatModel routing = routing(on("first", 0));

        IntStream.range(0, 20).forEach(_ -> StepVerifier.create(routing.stream(new Prompt("Hi"))).verifyError());

        assertThat(attempts("first", "unavailable")).isEqualTo(20);
    }

    @Test
    void conversationsReturnToTheirDeploymentAndSpreadByWeight() {
        RoutingChatModel routing = routing(
                new DeploymentConfiguration("first", "large", 3, 0, null, null, null, Set.of()),
                on("second", 0));

        for (int i = 0; i < 400; i++) {
            UserMessage question = new UserMessage("Question " + i);
            stream(routing, new Prompt(question));
            stream(routing, new Prompt(List.of(question, new AssistantMessage("An answer"), new UserMessage("And?"))));
        }

        assertThat(first.prompts().size()).isBetween(2 * 260, 2 * 340);
        assertThat(first.prompts().stream().filter(prompt -> prompt.getInstructions().size() == 1)).hasSize(
                first.prompts().size() / 2);
    }

    @Test
    void conversationsWhenTheirDeploymentHasRoomThenReturnAndOtherwiseGoWhereThereIsSome() {
        RoutingChatModel routing = routing(on("first", 0), on("second", 0));
        first.setRoom(new ModelRoom(0, 3, 5000));
        second.setRoom(new ModelRoom(0, 0, 5000));
        Prompt sticky = prompt(GenerationOptions.builder());
        stream(routing, sticky);
        ScriptedBackend home = first.prompts().isEmpty() ? second : first;
        ScriptedBackend other = home == first ? second : first;

        home.setRoom(new ModelRoom(0, 3, 0)); // Less memory than the prompt needs.
        stream(routing, sticky);
        home.setRoom(new ModelRoom(1, 3, 5000)); // A queue.
        stream(routing, sticky);
        assertThat(other.prompts()).hasSize(2);

        home.setRoom(new ModelRoom(0, 3, 2000)); // Enough for this one, not for the longest.
        stream(routing, sticky);
        home.setRoom(null);
        stream(routing, sticky);
        assertThat(home.prompts()).hasSize(3);
    }

    @Test
    void conversationsWhenNobodyHasRoomThenGoWhereTheFewestWait() {
        RoutingChatModel routing = routing(
                new DeploymentConfiguration("first", "large", 4, 0, null, null, null, Set.of()),
                on("second", 0), on("third", 1));
        first.setRoom(new ModelRoom(5, 3, 0)); // Six for four.
        second.setRoom(new ModelRoom(1, 3, 0)); // Two for one.
        third.setRoom(new ModelRoom(0, 0, 5000)); // Of another priority.
        IntStream.range(0, 20).forEach(i -> stream(routing, new Prompt("Question " + i)));
        assertThat(first.prompts()).hasSize(20);
    }

    @Test
    void conditionsDecideWhoIsAsked() {
        RoutingChatModel routing = routing(
                new DeploymentConfiguration("first", "large", 1, 0, null, null, 10, Set.of()),
                new DeploymentConfiguration("second", "large", 1, 0, null, 11, 50, Set.of()));

        stream(routing, new Prompt("short"));
        stream(routing, new Prompt("long ".repeat(20)));

        assertThat(first.prompts()).hasSize(1);
        assertThat(second.prompts()).hasSize(1);
        StepVerifier.create(routing.stream(new Prompt("longer ".repeat(99)))).verifyErrorSatisfies(
                error -> assertThat(error).isInstanceOf(UnsupportedRequestException.class)
                        .hasMessageContaining("seer"));
    }

    @Test
    void catalogueHasConfiguredModelsAndThoseThatStandForThemselves() {
        assertThat(catalog(on("first", 0), on("second", 0), on("third", 0)).models()).extracting(AvailableModel::id,
                AvailableModel::backend).containsExactly(
                        tuple("seer",
                                "first, second, third"),
                        tuple("small", "second"));
    }

    @Test
    void catalogueWhenADeploymentNamesWhatThereIsNotThenSaysWhatThereIs() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> catalog(List.of(first, second), on("fourth", 0))).withMessage(
                        "azulejo.models.seer.deployments[0].backend=fourth: There is no such backend. Give one of first, second.");
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> catalog(List.of(first, second),
                        new DeploymentConfiguration("second", "tiny", 1, 0, null, null, null, Set.of())))
                .withMessage("azulejo.models.seer.deployments[0].model=tiny: The backend 'second' has no model 'tiny'. "
                        + "Give one of large, small.");
    }
}
