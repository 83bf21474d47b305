package io.azulejo.openai;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import com.openai.client.OpenAIClientAsync;
import com.openai.core.RequestOptions;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.async.ChatServiceAsync;
import com.openai.services.async.chat.ChatCompletionServiceAsync;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Finds the HTTP call of each answer, so that cancelling the answer cuts it off at once. By itself OpenAI's client lets a
 * request run until the server begins to answer, which is as long as it queues there, and then waits for the next piece
 * before it closes.
 * <p>
 * An answer and its call are joined by the header {@code X-Request-Id}, which servers write to their logs too.
 */
final class HttpCalls implements Interceptor {

    private static final String REQUEST_ID = "X-Request-Id";

    private final Map<String, AnswerCall> calls = new ConcurrentHashMap<>();

    @Override
    public Response intercept(Chain chain) throws IOException {
        String id = chain.request().header(REQUEST_ID);
        if (id != null) {
            AnswerCall call = calls.get(id);
            if (call == null) {
                // The answer was cancelled before its call began.
                chain.call().cancel();
            } else {
                call.begin(chain.call());
            }
        }
        return chain.proceed(chain.request());
    }

    /** Cuts off every answer that is being made. */
    void cancelAll() {
        calls.values().forEach(AnswerCall::cancel);
    }

    /** This client, but that the answers it streams can be cut off. */
    OpenAIClientAsync cancellable(OpenAIClientAsync client) {
        ChatCompletionServiceAsync completions = replacing(ChatCompletionServiceAsync.class,
                client.chat().completions(), "createStreaming", 2,
                arguments -> stream(client, (ChatCompletionCreateParams) arguments[0], (RequestOptions) arguments[1]));
        ChatServiceAsync chat = replacing(ChatServiceAsync.class, client.chat(), "completions", 0, _ -> completions);
        return replacing(OpenAIClientAsync.class, client, "chat", 0, _ -> chat);
    }

    private AnswerStream stream(OpenAIClientAsync client, ChatCompletionCreateParams params, RequestOptions options) {
        String id = UUID.randomUUID().toString();
        AnswerCall call = new AnswerCall();
        calls.put(id, call);
        AsyncStreamResponse<ChatCompletionChunk> chunks = client.chat().completions().createStreaming(
                params.toBuilder().putAdditionalHeader(REQUEST_ID, id).build(), options);
        var _ = chunks.onCompleteFuture().whenComplete((_, _) -> calls.remove(id));
        return new AnswerStream(chunks, call);
    }

    /** An object of which one method is another; the interfaces of OpenAI's client are too large to write out. */
    private static <T> T replacing(Class<T> type, T original, String method, int parameters,
            Function<Object[], Object> replacement) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, called, arguments) -> {
                    if (called.getName().equals(method) && called.getParameterCount() == parameters) {
                        return replacement.apply(arguments == null ? new Object[0] : arguments);
                    }
                    try {
                        return called.invoke(original, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
