package io.azulejo.openai;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;

/**
 * The chunks of one answer. To close it is to cut its HTTP call off; the error that the reader of the call gets by that
 * is nobody's business any more.
 */
final class AnswerStream implements AsyncStreamResponse<ChatCompletionChunk> {

    private final AsyncStreamResponse<ChatCompletionChunk> chunks;
    private final AnswerCall call;
    private final CompletableFuture<Void> ended;

    AnswerStream(AsyncStreamResponse<ChatCompletionChunk> chunks, AnswerCall call) {
        this.chunks = chunks;
        this.call = call;
        this.ended = chunks.onCompleteFuture().copy();
    }

    @Override
    public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler) {
        chunks.subscribe(exposing(handler));
        return this;
    }

    @Override
    public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler,
            Executor executor) {
        chunks.subscribe(exposing(handler), executor);
        return this;
    }

    private static Handler<ChatCompletionChunk> exposing(Handler<? super ChatCompletionChunk> handler) {
        return new Handler<>() {

            @Override
            public void onNext(ChatCompletionChunk chunk) {
                handler.onNext(ServedLogprobs.expose(chunk));
            }

            @Override
            public void onComplete(Optional<Throwable> error) {
                handler.onComplete(error);
            }
        };
    }

    @Override
    public CompletableFuture<Void> onCompleteFuture() {
        return ended;
    }

    @Override
    public void close() {
        ended.complete(null);
        call.cancel();
        chunks.close();
    }
}
