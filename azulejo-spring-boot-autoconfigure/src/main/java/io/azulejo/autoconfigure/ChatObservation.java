package io.azulejo.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/** Spring AI's observation of one answer: {@code gen_ai.client.operation}, and from it the usage of tokens. */
final class ChatObservation {

    private static final String PROVIDER = "azulejo";
    private static final ChatModelObservationConvention CONVENTION = new DefaultChatModelObservationConvention();

    private final ChatModelObservationContext context;
    private final Observation observation;

    ChatObservation(ObservationRegistry registry, @Nullable ChatModelObservationConvention convention, Prompt prompt,
            boolean streaming) {
        context = ChatModelObservationContext.builder().prompt(prompt).provider(PROVIDER).streaming(streaming).build();
        observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(convention, CONVENTION,
                () -> context, registry);
    }

    /** Around a call that blocks. */
    ChatResponse observe(Supplier<ChatResponse> call) {
        return observation.observe(() -> {
            ChatResponse response = call.get();
            context.setResponse(response);
            return response;
        });
    }

    /** Starts when it is subscribed to, and stops when the answer ends, fails or is cancelled. */
    Flux<ChatResponse> observe(Flux<ChatResponse> answer) {
        return Flux.deferContextual(around -> {
            Observation parent = around.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
            observation.parentObservation(parent).start();
            StringBuilder text = new StringBuilder();
            return answer.doOnNext(piece -> record(piece, text)).doOnError(observation::error)
                    .doFinally(_ -> observation.stop())
                    .contextWrite(inner -> inner.put(ObservationThreadLocalAccessor.KEY, observation));
        });
    }

    /** What has been answered so far is the response, so that one that is cut off is observed as well. */
    private void record(ChatResponse piece, StringBuilder text) {
        Generation generation = piece.getResult();
        if (generation != null) {
            text.append(Objects.requireNonNullElse(generation.getOutput().getText(), ""));
            context.setResponse(new ChatResponse(
                    List.of(new Generation(new AssistantMessage(text.toString()), generation.getMetadata())),
                    piece.getMetadata()));
        }
    }
}
