package io.azulejo.backend.support;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GenerationOptionsReaderTests {

    private static final ModelCapabilities ALL = new ModelCapabilities(true, 2, 12, false, true, 20,
            EnumSet.allOf(GenerationParameter.class));

    private final GenerationOptionsReader reader = new GenerationOptionsReader(ALL, GenerationDefaults.GREEDY, 100);

    @Test
    void termsAreThoseAskedForOrTheUsual() {
        assertThat(reader.terms(GenerationOptions.builder().build())).isEqualTo(Terms.USUAL);
        assertThat(reader.terms(GenerationOptions.builder().user("ann").priority(2).timeout(Duration.ofSeconds(3))
                .build())).isEqualTo(new Terms("ann", 2, Duration.ofSeconds(3)));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> reader.terms(GenerationOptions.builder().timeout(Duration.ZERO).build()))
                .withMessageContaining("timeout");
    }

    @Test
    void samplingWhenNothingIsAskedThenIsTheModelsDefault() {
        SamplingParameters greedy = reader.sampling(GenerationOptions.builder().seed(0L).build());
        SamplingParameters sampled = new GenerationOptionsReader(ALL,
                new GenerationDefaults(0.7, 0.8, 20, 0.1, 1.05, 64),
                100).sampling(GenerationOptions.builder().seed(3L).build());

        assertThat(greedy).isEqualTo(SamplingParameters.greedy());
        assertThat(sampled).isEqualTo(new SamplingParameters(0.7, 20, 0.8, 0.1, 1.05, 0, 0, Map.of(), 3,
                SamplingParameters.NO_LOGPROBS));
    }

    @Test
    void samplingWhenAskedThenIsWhatWasAsked() {
        SamplingParameters parameters = reader.sampling(GenerationOptions.builder().temperature(1.5).topK(-1)
                .topP(0.5).minP(0.05).repetitionPenalty(1.2).presencePenalty(-2.0).frequencyPenalty(2.0)
                .logitBias(Map.of(99, -100.0)).seed(-5L).logprobs(true).topLogprobs(20).build());

        assertThat(parameters).isEqualTo(
                new SamplingParameters(1.5, 0, 0.5, 0.05, 1.2, -2, 2, Map.of(99, -100.0), -5, 20));
    }

    @Test
    void samplingWhenNoSeedIsGivenThenSeedsDiffer() {
        GenerationOptions options = GenerationOptions.builder().build();

        assertThat(reader.sampling(options).seed()).isNotEqualTo(reader.sampling(options).seed());
    }

    @Test
    void optionWhenOutOfRangeThenIsRefusedByItsNameOnTheWire() {
        assertRefused("top_k", () -> reader.sampling(GenerationOptions.builder().topK(-2).build()));
        assertRefused("repetition_penalty",
                () -> reader.sampling(GenerationOptions.builder().repetitionPenalty(0.0).build()));
        assertRefused("min_p", () -> reader.sampling(GenerationOptions.builder().minP(Double.NaN).build()));
        assertRefused("logit_bias",
                () -> reader.sampling(GenerationOptions.builder().logitBias(Map.of(100, 1.0)).build()));
        assertRefused("logit_bias",
                () -> reader.sampling(GenerationOptions.builder().logitBias(Map.of(1, 101.0)).build()));
        assertRefused("top_logprobs", () -> reader.sampling(GenerationOptions.builder().topLogprobs(2).build()));
        assertRefused("stop",
                () -> reader.stopSequences(GenerationOptions.builder().stopSequences(List.of("")).build()));
        assertRefused("stop", () -> reader.stopSequences(
                GenerationOptions.builder().stopSequences(Collections.nCopies(17, "a")).build()));
        assertRefused("max_tokens", () -> reader.maxTokens(GenerationOptions.builder().maxTokens(0).build(), 10));
        assertRefused("mm_processor_kwargs.max_dynamic_patch",
                () -> reader.maxTiles(GenerationOptions.builder().maxTiles(13).build(), 12, 6));
    }

    @Test
    void optionWhenTheModelDoesNotTakeItThenIsRefusedByItsNameOnTheWire() {
        GenerationOptionsReader plain = new GenerationOptionsReader(new ModelCapabilities(false, 0, 0, false, true, 0,
                Set.of(GenerationParameter.MAX_TOKENS)), GenerationDefaults.GREEDY, 100);
        plain.refuseUnsupported(GenerationOptions.builder().maxTokens(5).stopSequences(List.of()).build());

        assertThatExceptionOfType(UnsupportedRequestException.class)
                .isThrownBy(() -> plain.refuseUnsupported(GenerationOptions.builder().minP(0.1).build()))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("min_p"));
        assertThatExceptionOfType(UnsupportedRequestException.class)
                .isThrownBy(() -> plain.refuseUnsupported(GenerationOptions.builder().logprobs(true).build()))
                .withMessageContaining("logprobs");
    }

    @Test
    void maxTokensWhenLargerThanTheContextLeavesThenIsWhatItLeaves() {
        assertThat(reader.maxTokens(GenerationOptions.builder().maxTokens(50).build(), 10)).isEqualTo(10);
        assertThat(reader.maxTokens(GenerationOptions.builder().build(), 10)).isEqualTo(10);
        assertThat(new GenerationOptionsReader(ALL, new GenerationDefaults(0, 1, 0, 0, 1, 8), 100)
                .maxTokens(GenerationOptions.builder().build(), 10)).isEqualTo(8);
    }

    private static void assertRefused(String parameter, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.parameter()).isEqualTo(parameter);
            assertThat(e.code()).isEqualTo(InvalidRequestException.INVALID_VALUE);
            assertThat(e).hasMessageContaining(parameter);
        });
    }
}
