package io.azulejo.server.model;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.test.StepVerifier;

import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.Continuation;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.tck.ScriptedAnswer;

import static org.assertj.core.api.Assertions.assertThat;

/** A deployment breaks in mid-answer, and another goes on. */
class ContinuedAnswerTests extends RoutingSetup {

    @Test
    void streamWhenADeploymentBreaksInMidAnswerThenAnotherGoesOnAndSaysSo() {
        first.answerWith((_, _) -> ScriptedAnswer.of("one ", "two ", "three ").failing(away));
        second.answerWith((prompt, _) -> ScriptedAnswer.count(6).after("1 ").cached(3));

        List<ChatResponse> responses = stream(inOrder(),
                prompt(GenerationOptions.builder().model("seer").maxTokens(20).seed(4L)));

        assertThat(text(responses)).isEqualTo("one two three 2 3 4 5 6 ");
        assertThat(responses.subList(0, 3)).noneMatch(RouterTests::isContinued);
        assertThat(responses.subList(3, responses.size())).allSatisfy(response -> assertThat(seam(response))
                .isEqualTo(new Continuation("first/large", "second/large", "one two three ".length())));
        Prompt asked = second.prompts().getFirst();
        assertThat(asked.getInstructions().getLast()).isInstanceOfSatisfying(AssistantMessage.class,
                begun -> assertThat(begun.getText()).isEqualTo("one two three "));
        GenerationOptions options = GenerationOptions.from(asked.getOptions());
        assertThat(options.maxTokens()).isEqualTo(17);
        assertThat(options.seed()).isEqualTo(4);
        assertThat(options.model()).isEqualTo("large");
        TokenUsage usage = (TokenUsage) responses.getLast().getMetadata().getUsage();
        assertThat(usage).isEqualTo(new TokenUsage(
                first.models().getFirst().measure(new Prompt("Count.")).promptTokens(), 3 + 6, 0, 0));
        assertThat(generation(responses.getLast()).getMetadata().getFinishReason())
                .isEqualTo(FinishReason.STOP.wireName());
    }

    @Test
    void streamWhenTheBeginningHasAllItsTokensThenItEndsWithoutAnotherOne() {
        first.answerWith((_, _) -> ScriptedAnswer.of("one two three ").failing(broken));

        List<ChatResponse> responses = stream(inOrder(), prompt(GenerationOptions.builder().maxTokens(2)));

        assertThat(second.prompts()).isEmpty();
        assertThat(text(responses)).isEqualTo("one two three ");
        assertEndsWithLength(responses, 3);
    }

    private static void assertEndsWithLength(List<ChatResponse> responses, int tokens) {
        assertThat(((TokenUsage) responses.getLast().getMetadata().getUsage()).completionTokens()).isEqualTo(tokens);
        assertThat(generation(responses.getLast()).getMetadata().getFinishReason())
                .isEqualTo(FinishReason.LENGTH.wireName());
    }

    @Test
    void streamWhenTheBeginningLeavesTokensThenTheRestGetsThose() {
        first.answerWith((_, _) -> ScriptedAnswer.of("one ", "two ", "three ").failing(broken));

        List<ChatResponse> responses = stream(inOrder(), prompt(GenerationOptions.builder().maxTokens(4)));
        assertThat(GenerationOptions.from(second.prompts().getFirst().getOptions()).maxTokens()).isEqualTo(1);
        assertEndsWithLength(responses, 4);
    }

    @Test
    void streamWhenAStopStringStandsAcrossTheSeamThenItStillEndsTheAnswer() {
        // What may be the beginning of a stop string is held back, so that it is the second one's to write again.
        first.answerWith((_, _) -> ScriptedAnswer.of("a ", "b ", "ST").failing(away));
        second.answerWith((_, _) -> ScriptedAnswer.of("ST", "OP", " more"));

        List<ChatResponse> responses = stream(inOrder(),
                prompt(GenerationOptions.builder().stopSequences(List.of("STOP"))));

        assertThat(text(responses)).isEqualTo("a b ");
        assertThat(generation(responses.getLast()).getMetadata().getFinishReason())
                .isEqualTo(FinishReason.STOP.wireName());
    }

    @Test
    void streamWhenThePromptItselfBeganTheAnswerThenItGoesOnAsOne() {
        first.answerWith((_, _) -> ScriptedAnswer.of("two ").failing(away));

        stream(inOrder(), new Prompt(List.of(new UserMessage("Count."), new AssistantMessage("one "))));

        assertThat(second.prompts().getFirst().getInstructions()).hasSize(2).last()
                .isInstanceOfSatisfying(AssistantMessage.class,
                        begun -> assertThat(begun.getText()).isEqualTo("one two "));
    }

    @Test
    void streamWhenItBreaksAgainThenAThirdGoesOnAndNoFurther() {
        first.answerWith((_, _) -> ScriptedAnswer.of("a ").failing(away));
        second.answerWith((_, _) -> ScriptedAnswer.of("b ").failing(away));
        third.answerWith((_, _) -> ScriptedAnswer.of("c ").failing(broken));

        StepVerifier.create(inOrder().stream(new Prompt("Hi")).map(response -> text(List.of(response))))
                .expectNext("a ", "b ", "c ").verifyErrorMatches(broken::equals);
    }

    @Test
    void streamWhenNobodyCanGoOnThenTheErrorIsThatOfTheBreak() {
        first.answerWith((_, _) -> ScriptedAnswer.of("a ").failing(broken));
        second.answerWith((_, _) -> ScriptedAnswer.of().failing(new OverCapacityException("Full", Duration.ZERO)));
        third.setHealth(BackendHealth.down("dark"));

        StepVerifier.create(inOrder().stream(new Prompt("Hi"))).expectNextCount(1).verifyErrorMatches(broken::equals);
    }

    @Test
    void streamWhenCancelledAfterTheSeamThenTheSecondBackendIsFreed() {
        first.answerWith((_, _) -> ScriptedAnswer.of("a ").failing(away));
        second.answerWith((_, _) -> ScriptedAnswer.count(1000).delayed(Duration.ofMillis(2)));

        StepVerifier.create(inOrder().stream(new Prompt("Hi")), 4).expectNextCount(4).thenCancel().verify();

        assertThat(second.cancelled()).isEqualTo(1);
        assertThat(second.active()).isZero();
        assertThat(attempts("second", "cancelled")).isEqualTo(1);
    }

    private static Continuation seam(ChatResponse response) {
        return generation(response).getMetadata().getOrDefault(Continuation.METADATA_KEY,
                new Continuation("none", "none", 0));
    }
}
