package io.azulejo.tck;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.TokenLogprob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Seeds, stop strings and log-probabilities, as far as the model's capabilities name them. */
interface SamplingConformance extends Conformance {

    @Test
    default void answerWhenSeedIsTheSameThenIsTheSame() {
        Prompt prompt = with(longPrompt(), options().temperature(1.0).seed(7L).maxTokens(40));
        if (refused(GenerationParameter.SEED, prompt)) {
            return;
        }
        String first = Answers.text(Answers.stream(model(), prompt));

        assertThat(Answers.text(Answers.stream(model(), prompt))).isEqualTo(first);
    }

    @Test
    default void stopStringWhenItComesUpThenEndsTheAnswerAndIsNotShown() {
        Prompt prompt = with(longPrompt(), options().temperature(0.0).maxTokens(60));
        String whole = Answers.text(Answers.stream(model(), prompt));
        assertThat(whole.length()).isGreaterThan(12);
        for (int length : new int[]{1, 3, 6}) {
            String stop = whole.substring(6, 6 + length);
            Prompt stopped = with(prompt, options().temperature(0.0).maxTokens(60).stopSequences(
                    List.of("never to come up", stop)));
            if (refused(GenerationParameter.STOP, stopped)) {
                return;
            }

            List<ChatResponse> responses = Answers.stream(model(), stopped);

            assertThat(Answers.text(responses)).as("stop string <%s> in <%s>", stop, whole)
                    .isEqualTo(whole.substring(0, whole.indexOf(stop)));
            assertThat(Answers.generation(responses.getLast()).getMetadata().getFinishReason())
                    .isEqualTo(FinishReason.STOP.wireName());
        }
    }

    @Test
    default void logprobsWhenAskedForThenTellEveryTokenOfTheText() {
        int top = Math.min(3, model().descriptor().capabilities().maxTopLogprobs());
        Prompt prompt = with(longPrompt(), options().temperature(0.0).maxTokens(20).logprobs(true).topLogprobs(top));
        if (refused(GenerationParameter.LOGPROBS, prompt)) {
            return;
        }
        List<ChatResponse> responses = Answers.stream(model(), prompt);
        List<TokenLogprob> tokens = responses.stream().flatMap(each -> Answers.logprobs(each).stream()).toList();

        assertThat(tokens).hasSize(20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> token.bytes().forEach(bytes::write));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Answers.text(responses));
        for (TokenLogprob token : tokens) {
            assertThat(token.logprob()).isLessThanOrEqualTo(0);
            assertThat(token.top()).hasSize(top)
                    .isSortedAccordingTo((a, b) -> Double.compare(b.logprob(), a.logprob()));
            assertThat(token.top().stream().limit(1)).as("greedy takes the likeliest")
                    .allSatisfy(first -> assertThat(first.logprob()).isEqualTo(token.logprob()));
            assertThat(token.top()).allSatisfy(other -> assertThat(other.top()).isEmpty());
        }
        List<TokenLogprob> called = Answers.logprobs(Answers.call(model(), prompt));
        assertThat(called).extracting(TokenLogprob::bytes)
                .isEqualTo(tokens.stream().map(TokenLogprob::bytes).toList());
        for (int i = 0; i < 20; i++) {
            // The prompt that is asked again may be computed in other portions, whose sums round in another order.
            assertThat(called.get(i).logprob()).isCloseTo(tokens.get(i).logprob(), within(0.05));
        }
    }

    @Test
    default void logprobsWhenNotAskedForThenAreNotTold() {
        List<ChatResponse> responses = Answers.stream(model(), Answers.prompt("Hello", options().maxTokens(5)));

        assertThat(responses).allSatisfy(response -> assertThat(
                Answers.generation(response).getMetadata().containsKey(TokenLogprob.METADATA_KEY)).isFalse());
    }

    private static Prompt with(Prompt prompt, GenerationOptions.Builder options) {
        return new Prompt(prompt.getInstructions(), options.build());
    }

    /** Where the model does not take the parameter, checks that it says so. */
    private boolean refused(GenerationParameter parameter, Prompt prompt) {
        if (model().descriptor().capabilities().parameters().contains(parameter)) {
            return false;
        }
        assertThat(Answers.failure(model(), prompt)).hasMessageContaining(parameter.wireName());
        return true;
    }
}
