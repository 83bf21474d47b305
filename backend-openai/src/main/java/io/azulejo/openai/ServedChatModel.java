package io.azulejo.openai;

import java.util.List;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.backend.support.AnswerThreads;

/**
 * A model of the server in the form of the SPI. A request is made when its answer is subscribed to, and pieces are
 * delivered, on virtual threads; a reader that is slow lets them wait in a buffer of the answer's own. Cancelling is done
 * there too, for closing a connection may take a moment.
 */
final class ServedChatModel implements ChatModel {

    private final String id;
    private final RequestTranslator requests;
    private final UsageReader usages;
    private final OpenAiServer server;
    private final AnswerMeters meters;

    ServedChatModel(String id, RequestTranslator requests, UsageReader usages, OpenAiServer server,
            AnswerMeters meters) {
        this.id = id;
        this.requests = requests;
        this.usages = usages;
        this.server = server;
        this.meters = meters;
    }

    @Override
    public ChatOptions getOptions() {
        return GenerationOptions.builder().model(id).build();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> meters.measure(answer(prompt))).subscribeOn(AnswerThreads.scheduler(), false)
                .cancelOn(AnswerThreads.scheduler()).publishOn(AnswerThreads.scheduler());
    }

    private Flux<ChatResponse> answer(Prompt prompt) {
        Prompt request = requests.translate(prompt);
        boolean logprobs = Boolean.TRUE.equals(GenerationOptions.from(prompt.getOptions()).logprobs());
        return new AnswerTranslator(id, usages, prompt, logprobs).translate(server.ask(request));
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<ChatResponse> responses = stream(prompt).collectList().blockOptional().orElseThrow();
        return AnswerResponses.join(responses);
    }
}
