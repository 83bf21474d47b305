package io.azulejo.libtorch;

import java.util.List;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.backend.support.AnswerResponses;
import io.azulejo.backend.support.AnswerThreads;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.AnswerPiece;

/**
 * The engine as a Spring AI model. A prompt is read when its answer is subscribed to, on a virtual thread. Pieces wait in
 * a buffer of the answer's own, without a bound other than the answer's length, and are delivered on virtual threads: a
 * reader that is slow, or blocks, holds up neither the engine nor another answer. Cancelling frees what the answer holds
 * before the engine's next step.
 */
final class EmbeddedChatModel implements ChatModel {

    private final EmbeddedModel model;

    EmbeddedChatModel(EmbeddedModel model) {
        this.model = model;
    }

    @Override
    public ChatOptions getOptions() {
        return GenerationOptions.builder().model(model.descriptor().id()).build();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.<ChatResponse>create(sink -> start(prompt, sink), FluxSink.OverflowStrategy.BUFFER)
                .subscribeOn(AnswerThreads.scheduler(), false).publishOn(AnswerThreads.scheduler());
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<ChatResponse> responses = stream(prompt).collectList().blockOptional().orElseThrow();
        return AnswerResponses.join(responses);
    }

    private void start(Prompt prompt, FluxSink<ChatResponse> sink) {
        try {
            EmbeddedModel.Request request = model.prepare(prompt);
            if (sink.isCancelled()) {
                return;
            }
            EmbeddedResponses responses = new EmbeddedResponses(model.descriptor().id(), request, model.tokenizer());
            model.submit(request, new AnswerListener() {

                @Override
                public void queued(Runnable cancel) {
                    sink.onDispose(cancel::run);
                }

                @Override
                public void piece(AnswerPiece piece) {
                    sink.next(responses.of(piece));
                    if (piece.end() != null) {
                        sink.complete();
                    }
                }

                @Override
                public void failed(BackendException reason) {
                    sink.error(reason);
                }
            });
        } catch (RuntimeException e) {
            // Nobody hears an error of an answer that is cancelled, and it would be logged as lost.
            if (!sink.isCancelled()) {
                sink.error(e);
            }
        }
    }
}
