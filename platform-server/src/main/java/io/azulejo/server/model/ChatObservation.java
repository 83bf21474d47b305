package io.azulejo.server.model;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.model.GenerationOptions;

/** Spring AI's observation of one answer: {@code gen_ai.client.operation}, and from it the usage of tokens. */
final class ChatObservation {

    private static final String PROVIDER = "azulejo";
    private static final ChatModelObservationConvention CONVENTION = new DefaultChatModelObservationConvention();

    private final ChatModelObservationContext context;
    private final Observation observation;

    /** @param model the model that answers, which the prompt need not name */
    ChatObservation(ObservationRegistry registry, Prompt prompt, GenerationOptions options, String model,
            boolean streaming) {
        context = ChatModelObservationContext.builder()
                .prompt(new Prompt(prompt.getInstructions(), options.mutate().model(model).build()))
                .provider(PROVIDER).streaming(streaming).build();
        observation = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(null, CONVENTION,
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
            // The last response is the one that has the usage.
            return answer.doOnNext(context::setResponse).doOnError(observation::error)
                    .doFinally(_ -> observation.stop())
                    .contextWrite(inner -> inner.put(ObservationThreadLocalAccessor.KEY, observation));
        });
    }
}
