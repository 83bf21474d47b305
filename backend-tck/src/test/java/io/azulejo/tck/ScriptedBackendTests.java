package io.azulejo.tck;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptedBackendTests {

    private final ScriptedBackend backend = ScriptedBackend.named("scripted", "one");
    private final ChatModel model = backend.models().getFirst().chatModel();

    @Test
    void answerWhenNoScriptThenRepeatsTheMessageInWords() {
        List<String> pieces = texts(new Prompt("Hello there"));

        assertThat(pieces).containsExactly("You ", "sent ", "0 ", "pictures ", "and ", "said: ", "Hello ", "there", "");
        assertThat(backend.active()).isZero();
        assertThat(backend.cancelled()).isZero();
    }

    @Test
    void answerWhenEndedThenUsageIsExact() {
        backend.answerWith((_, _) -> ScriptedAnswer.of("a", "b").cached(1));

        ChatResponse last = model.stream(new Prompt("three words here")).last().blockOptional().orElseThrow();

        assertThat(last.getResults().getFirst().getMetadata().getFinishReason()).isEqualTo("stop");
        assertThat(last.getMetadata().getUsage()).isEqualTo(new TokenUsage(3, 3, 0, 1));
    }

    @Test
    void answerWhenMaxTokensReachedThenEndsWithLength() {
        ChatResponse answer = model.call(
                new Prompt("[[pieces=9]]", GenerationOptions.builder().maxTokens(2).build()));

        assertThat(answer.getResults().getFirst().getOutput().getText()).isEqualTo("1 2 ");
        assertThat(answer.getResults().getFirst().getMetadata().getFinishReason()).isEqualTo("length");
        assertThat(answer.getMetadata().getUsage()).isEqualTo(new TokenUsage(1, 2, 0, 0));
    }

    @Test
    void answerWhenStopStringSpansPiecesThenNothingOfItIsShown() {
        backend.answerWith((_, _) -> ScriptedAnswer.of("one", "tw", "o", "three"));

        List<String> pieces = texts(
                new Prompt("x", GenerationOptions.builder().stopSequences(List.of("two")).build()));

        assertThat(String.join("", pieces)).isEqualTo("one");
    }

    @Test
    void answerWhenLogprobsAskedThenEveryTokenHasOne() {
        ChatResponse answer = model.call(
                new Prompt("[[pieces=3]]", GenerationOptions.builder().logprobs(true).topLogprobs(2).build()));

        List<TokenLogprob> logprobs = answer.getResults().getFirst().getMetadata()
                .getOrDefault(TokenLogprob.METADATA_KEY, List.of());
        assertThat(logprobs).extracting(TokenLogprob::token).containsExactly("1 ", "2 ", "3 ");
        assertThat(logprobs).allSatisfy(logprob -> assertThat(logprob.top()).hasSize(2));
    }

    @Test
    void answerWhenScriptFailsThenPiecesComeBeforeTheError() {
        StepVerifier.create(model.stream(new Prompt("[[fail=broken after=2]]")).map(ScriptedBackendTests::text))
                .expectNext("1 ", "2 ").verifyError(GenerationFailedException.class);
        assertThat(backend.active()).isZero();
    }

    @Test
    void cancelWhenAnsweringThenPlaceIsFreeAndCancelIsCounted() {
        StepVerifier.create(model.stream(new Prompt("[[pieces=100 delay=10ms]]"))).expectNextCount(2).thenCancel()
                .verify(Duration.ofSeconds(5));

        assertThat(backend.cancelled()).isOne();
        assertThat(backend.active()).isZero();
    }

    @Test
    void streamWhenAllPlacesTakenThenIsRefused() {
        ScriptedBackend small = ScriptedBackend.named("small", "one").limitedTo(1);
        ChatModel limited = small.models().getFirst().chatModel();
        Disposable first = limited.stream(new Prompt("[[pieces=100 delay=50ms]]")).subscribe();

        assertThatThrownBy(() -> limited.call(new Prompt("x"))).isInstanceOf(OverCapacityException.class)
                .hasMessage("All 1 places of the backend 'small' are taken.");
        first.dispose();
        assertThat(limited.call(new Prompt("x"))).isNotNull();
    }

    @Test
    void closeWhenAnsweringThenAnswerEndsAsUnavailable() {
        StepVerifier.create(model.stream(new Prompt("[[pieces=100 delay=10ms]]"))).expectNextCount(1)
                .then(backend::close).thenConsumeWhile(_ -> true).verifyError(BackendUnavailableException.class);
        assertThatThrownBy(() -> model.call(new Prompt("x"))).isInstanceOf(BackendUnavailableException.class);
    }

    private List<String> texts(Prompt prompt) {
        return model.stream(prompt).map(ScriptedBackendTests::text).collectList().blockOptional().orElseThrow();
    }

    private static String text(ChatResponse response) {
        return String.valueOf(response.getResults().getFirst().getOutput().getText());
    }
}
