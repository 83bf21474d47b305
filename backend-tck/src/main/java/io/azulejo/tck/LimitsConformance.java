package io.azulejo.tck;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Lengths, counts and ranges. */
interface LimitsConformance extends Conformance {

    @Test
    default void answerWhenItReachesItsMostTokensThenEndsWithLength() {
        Prompt longPrompt = longPrompt();
        GenerationOptions options = GenerationOptions.from(longPrompt.getOptions()).mutate().maxTokens(7).build();

        ChatResponse last = Answers.stream(model(), new Prompt(longPrompt.getInstructions(), options)).getLast();

        assertThat(Answers.usage(last).completionTokens()).isEqualTo(7);
        assertThat(Answers.generation(last).getMetadata().getFinishReason())
                .isEqualTo(FinishReason.LENGTH.wireName());
    }

    @Test
    default void usageIsWhatMeasuringToldBefore() {
        Prompt prompt = new Prompt(List.of(new SystemMessage("Be brief."), new UserMessage("Hello"),
                new AssistantMessage("Hello! What can I do?"), new UserMessage("Nothing, thanks. Über 3 Sätze? 你好 🙂")),
                options().maxTokens(5).build());

        PromptSize size = model().measure(prompt);
        TokenUsage usage = Answers.usage(Answers.stream(model(), prompt).getLast());

        assertThat(usage.promptTokens()).isEqualTo(size.promptTokens());
        assertThat(usage.imageTokens()).isEqualTo(size.imageTokens()).isZero();
        assertThat(usage.completionTokens()).isBetween(1, 5);
        assertThat(size.contextLength()).isEqualTo(model().descriptor().contextLength());
        assertThat(size.fits()).isTrue();
    }

    @Test
    default void promptWhenTooLongThenIsRefusedWithTheNumbers() {
        int context = model().descriptor().contextLength();
        Prompt prompt = Answers.prompt("word ".repeat(context + 10), options());

        PromptSize size = model().measure(prompt);
        BackendException failure = Answers.failure(model(), prompt);

        assertThat(size.fits()).isFalse();
        assertThat(failure).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.code()).isEqualTo(InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
            assertThat(e).hasMessageContaining(String.valueOf(context))
                    .hasMessageContaining(String.valueOf(size.promptTokens()));
        });
    }

    @Test
    default void promptWhenItHasNoMessageThenIsRefused() {
        assertThat(Answers.failure(model(), new Prompt(List.of(), options().build())))
                .isInstanceOf(InvalidRequestException.class);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> model().measure(new Prompt(List.of(), options().build())));
    }

    @Test
    default void parameterWhenOutOfItsRangeThenIsRefusedByName() {
        assertRefused(GenerationParameter.MAX_TOKENS, options().maxTokens(0));
        assertRefused(GenerationParameter.TEMPERATURE, options().temperature(-0.1));
        assertRefused(GenerationParameter.TEMPERATURE, options().temperature(Double.NaN));
        assertRefused(GenerationParameter.TOP_P, options().topP(1.5));
        assertRefused(GenerationParameter.MIN_P, options().minP(-1.0));
        assertRefused(GenerationParameter.REPETITION_PENALTY, options().repetitionPenalty(-1.0));
        assertRefused(GenerationParameter.PRESENCE_PENALTY, options().presencePenalty(2.5));
        assertRefused(GenerationParameter.FREQUENCY_PENALTY, options().frequencyPenalty(-2.5));
        assertRefused(GenerationParameter.TOP_LOGPROBS, options().logprobs(true)
                .topLogprobs(model().descriptor().capabilities().maxTopLogprobs() + 1));
        assertRefused(GenerationParameter.MAX_TILES, options().maxTiles(0));
    }

    private void assertRefused(GenerationParameter parameter, GenerationOptions.Builder options) {
        if (!model().descriptor().capabilities().parameters().contains(parameter)) {
            assertThat(Answers.failure(model(), Answers.prompt("Hello", options)))
                    .hasMessageContaining(parameter.wireName());
            return;
        }
        assertThat(Answers.failure(model(), Answers.prompt("Hello", options)))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.parameter()).isEqualTo(parameter.wireName());
                    assertThat(e.code()).isEqualTo(InvalidRequestException.INVALID_VALUE);
                });
    }
}
