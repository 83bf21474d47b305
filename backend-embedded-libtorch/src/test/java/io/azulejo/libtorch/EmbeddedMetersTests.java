package io.azulejo.libtorch;

import java.nio.file.Path;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.tck.TinyCheckpoint;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(300)
class EmbeddedMetersTests {

    @TempDir
    static Path directory;

    @Test
    @Timeout(60)
    void metersOfARunningModelAgreeWithTheUsageThatItTells() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Path checkpoint = TinyCheckpoint.write(directory.resolve("tiny"));
        try (Backend backend = TinyBackend.open(checkpoint, Map.of("dtype", "f32"))) {
            backend.bindTo(registry);
            GenerationOptions options = GenerationOptions.builder().maxTokens(9)
                    .logitBias(Map.of(TinyCheckpoint.END, -100.0)).build();
            UserMessage question = UserMessage.builder().text("What is it?")
                    .media(Media.builder().mimeType(Media.Format.IMAGE_PNG).data(Noise.png(40, 24, 1)).build())
                    .build();

            TokenUsage usage = (TokenUsage) backend.models().getFirst().chatModel()
                    .call(new Prompt(question, options)).getMetadata().getUsage();

            assertThat(count(registry, "azulejo.engine.answer.tokens")).isEqualTo(9)
                    .isEqualTo(usage.completionTokens());
            assertThat(count(registry, "azulejo.engine.prompt.tokens")).isEqualTo(usage.promptTokens());
            assertThat(count(registry, "azulejo.engine.prompt.tokens", "modality", "image"))
                    .isEqualTo(usage.imageTokens()).isPositive();
            assertThat(count(registry, "azulejo.engine.tokens", "phase", "prefill")).isEqualTo(usage.promptTokens());
            // The answer is told in the step that is measured at its end.
            while (count(registry, "azulejo.engine.tokens", "phase", "decode") < 8) {
                Thread.onSpinWait();
            }
            assertThat(count(registry, "azulejo.engine.tokens", "phase", "decode")).isEqualTo(8);
            assertThat(count(registry, "azulejo.engine.tiles")).isPositive();
            assertThat(count(registry, "azulejo.engine.answers", "outcome", "length")).isEqualTo(1);
            assertThat(registry.get("azulejo.engine.step.part").tag("part", "vision").timer().count()).isPositive();
            assertThat(registry.get("azulejo.engine.requests").tag("state", "running").gauge().value()).isZero();
            assertThat(registry.get("azulejo.engine.kv.blocks").tag("state", "free").gauge().value()).isPositive();
        }
    }

    private static double count(SimpleMeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags("backend", "local", "model", TinyBackend.MODEL).tags(tags).counters().stream()
                .mapToDouble(Counter::count).sum();
    }
}
