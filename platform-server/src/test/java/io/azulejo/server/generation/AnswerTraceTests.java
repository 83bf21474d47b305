package io.azulejo.server.generation;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.model.AnswerRun;
import io.azulejo.server.model.AnsweredBy;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerTraceTests {

    private static final AnswerRun RUN = new AnswerRun("sha256:1", "sha256:2", "p/1", "sha256:3", Map.of("top_k", 5),
            7L);

    private final AnswerTrace trace = new AnswerTrace(4);

    private static ChatResponse response(String text, Map<String, Object> metadata) {
        ChatGenerationMetadata.Builder builder = ChatGenerationMetadata.builder();
        metadata.forEach(builder::metadata);
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text), builder.build())));
    }

    @Test
    void sharesWhenAnotherDeploymentGoesOnThenEachHasItsPlaceAndItsTokens() {
        trace.take(response("a b ", Map.of(AnsweredBy.METADATA_KEY, new AnsweredBy("gpu/m", "F"),
                AnswerRun.METADATA_KEY, RUN, AnswerRun.TOKENS_KEY, new int[]{1, 2})));
        trace.take(response("c ", Map.of(AnswerRun.TOKENS_KEY, new int[]{3})));
        trace.take(response("d ", Map.of(AnsweredBy.METADATA_KEY, new AnsweredBy("cpu/m", "F"))));

        assertThat(trace.told().shares()).containsExactly(new AnswerTrace.Share(4, "gpu/m", "F", RUN, 3),
                new AnswerTrace.Share(10, "cpu/m", "F", null, 0));
        assertThat(trace.told().tokens()).containsExactly(1, 2, 3);
    }

    @Test
    void tokensWhenThereAreManyThenAllAreKept() {
        trace.take(response("a", Map.of(AnsweredBy.METADATA_KEY, new AnsweredBy("gpu/m", "F"))));
        for (int i = 0; i < 1000; i++) {
            trace.take(response("a", Map.of(AnswerRun.TOKENS_KEY, new int[]{i, i})));
        }

        assertThat(trace.told().tokens()).hasSize(2000).endsWith(999, 999);
    }

    @Test
    void tokensWhenPackedThenComeBackInFewBytes() {
        List<Integer> tokens = List.of(0, 1, 127, 128, 16_383, 16_384, 151_935, Integer.MAX_VALUE, -1);

        assertThat(ManifestStore.unpack(ManifestStore.pack(tokens))).isEqualTo(tokens);
        assertThat(ManifestStore.pack(List.of(151_935))).hasSize(3);
        assertThat(ManifestStore.unpack(new byte[0])).isEmpty();
    }
}
