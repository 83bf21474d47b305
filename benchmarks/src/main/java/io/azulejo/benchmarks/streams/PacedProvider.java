package io.azulejo.benchmarks.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;

/**
 * A plugin whose answers are the times at which their pieces were made. A question is two numbers: how many pieces, and
 * how many milliseconds lie between them.
 */
public final class PacedProvider implements BackendProvider {

    static final String TYPE = "paced";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Backend create(BackendSettings settings, LoadingListener listener) {
        return new PacedBackend(settings.name(),
                settings.models().keySet().stream().map(id -> (BackendModel) new PacedModel(id)).toList());
    }

    private record PacedBackend(String name, List<BackendModel> models) implements Backend {

        @Override
        public BackendHealth health() {
            return BackendHealth.up(Map.of());
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private record PacedModel(String id) implements BackendModel, ChatModel {

        @Override
        public ModelDescriptor descriptor() {
            return new ModelDescriptor(id, "paced", 1 << 20,
                    new ModelCapabilities(false, 0, 0, false, false, 0, Set.of()), Map.of());
        }

        @Override
        public ChatModel chatModel() {
            return this;
        }

        @Override
        public PromptSize measure(Prompt prompt) {
            return new PromptSize(2, 0, 1 << 20, List.of());
        }

        @Override
        public ChatOptions getOptions() {
            return ChatOptions.builder().model(id).build();
        }

        @Override
        public ChatResponse call(Prompt prompt) {
            throw new UnsupportedOperationException("It is only asked for streams");
        }

        @Override
        public Flux<ChatResponse> stream(Prompt prompt) {
            String[] pace = String.valueOf(prompt.getUserMessage().getText()).strip().split("\\s+", -1);
            int pieces = Integer.parseInt(pace[0]);
            ChatResponse end = new ChatResponse(
                    List.of(new Generation(new AssistantMessage(""),
                            ChatGenerationMetadata.builder().finishReason(FinishReason.STOP.wireName()).build())),
                    ChatResponseMetadata.builder().model(id).usage(new TokenUsage(2, pieces, 0, 0)).build());
            return Flux.interval(Duration.ofMillis(Long.parseLong(pace[1]))).onBackpressureDrop().take(pieces)
                    .map(_ -> new ChatResponse(List.of(new Generation(new AssistantMessage(System.nanoTime() + " ")))))
                    .concatWithValues(end);
        }
    }
}
