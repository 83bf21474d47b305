package io.azulejo.triton;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.TokenLogprob;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.backend.support.AnswerThreads;
import io.azulejo.triton.client.TritonException;
import io.azulejo.triton.client.TritonException.Reason;
import io.azulejo.triton.served.AnswerPart;
import io.azulejo.triton.served.AnswerReader;
import io.azulejo.triton.served.Question;

/**
 * A served model as a Spring AI model. A prompt is read when its answer is subscribed to, on a virtual thread; pieces are
 * delivered on virtual threads. Where a reader is slow the server is asked for no more, and cancelling cancels the
 * server's request.
 */
final class TritonChatModel implements ChatModel {

    private final TritonModel model;
    private volatile ObservationRegistry observations = ObservationRegistry.NOOP;

    TritonChatModel(TritonModel model) {
        this.model = model;
    }

    void observeWith(ObservationRegistry registry) {
        observations = registry;
    }

    @Override
    public ChatOptions getOptions() {
        return GenerationOptions.builder().model(model.descriptor().id()).build();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.deferContextual(context -> observed(prompt, context)).subscribeOn(AnswerThreads.scheduler(), false)
                .publishOn(AnswerThreads.scheduler());
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<ChatResponse> responses = stream(prompt).collectList().blockOptional().orElseThrow();
        return AnswerResponses.join(responses);
    }

    /** An observation that a tracer makes a span of writes the trace into the headers that go to the server. */
    private Flux<ChatResponse> observed(Prompt prompt, ContextView around) {
        Map<String, String> headers = new LinkedHashMap<>();
        SenderContext<Map<String, String>> sender = new SenderContext<>((carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, value);
            }
        }, Kind.CLIENT);
        sender.setCarrier(headers);
        sender.setRemoteServiceName("triton");
        Observation observation = Observation.createNotStarted("azulejo.triton.answer", () -> sender, observations)
                .lowCardinalityKeyValue("model", model.servedName());
        Observation parent = around.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        observation.parentObservation(parent).start();
        return Flux.defer(() -> answer(prompt, headers)).doOnError(observation::error)
                .doFinally(_ -> observation.stop());
    }

    private Flux<ChatResponse> answer(Prompt prompt, Map<String, String> headers) {
        Question question = model.prepare(prompt, headers);
        AnswerReader reader = model.served().reader(question);
        AnswerResponses responses = AnswerResponses.of(model.descriptor().id(),
                GenerationOptions.from(prompt.getOptions()));
        Begun begun = new Begun();
        return model.ask(question).map(reader::read).concatWith(Mono.fromSupplier(reader::finish))
                .doOnNext(part -> begun.value |= !part.isEmpty())
                .onErrorResume(TritonException.class, e -> begun.value && e.reason() == Reason.DEADLINE_EXCEEDED
                        ? Mono.fromSupplier(reader::cutOff)
                        : Mono.error(TritonErrors.of(model.descriptor().id(), e)))
                .filter(part -> !part.isEmpty()).takeUntil(part -> part.end() != null)
                .map(part -> response(responses, question, part));
    }

    private static ChatResponse response(AnswerResponses responses, Question question, AnswerPart part) {
        List<TokenLogprob> logprobs = question.logprobs() ? part.logprobs() : null;
        AnswerPart.End end = part.end();
        if (end == null) {
            return responses.piece(part.text(), logprobs);
        }
        int promptTokens = end.promptTokens() >= 0 ? end.promptTokens() : question.prompt().ids().length;
        return responses.end(part.text(), logprobs, end.reason(),
                new TokenUsage(promptTokens, end.answerTokens(), question.prompt().imageTokens(), 0));
    }

    /** Whether anything was shown; told and read by one answer's signals, which come one after the other. */
    private static final class Begun {

        private boolean value;
    }
}
