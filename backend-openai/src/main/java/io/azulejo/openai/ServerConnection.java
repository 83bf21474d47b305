package io.azulejo.openai;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.OpenAIClientAsyncImpl;
import com.openai.core.ClientOptions;
import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import okhttp3.Dispatcher;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;
import reactor.core.publisher.Flux;

/**
 * The way to one server: Spring AI's model on OpenAI's client, whose work all is done on virtual threads. OpenAI's client
 * would repeat requests that fail, and hide from the caller that the server is full; here it does not. Only OkHttp may
 * try a second connection where the first turns out dead before anything was heard on it.
 */
final class ServerConnection implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);
    /** OpenAI's client wants a key. */
    private static final String NO_KEY = "none";

    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("azulejo-openai-", 0).factory());
    private final HttpCalls calls = new HttpCalls();
    private final SpringAiOpenAiHttpClient http;
    private final OpenAIClient client;
    private final OpenAiChatModel chatModel;

    ServerConnection(ServerSettings settings) {
        Timeout timeout = Timeout.builder().connect(CONNECT_TIMEOUT).read(settings.timeout())
                .write(settings.timeout()).request(Duration.ZERO).build();
        SpringAiOpenAiHttpClient.Builder builder = SpringAiOpenAiHttpClient.builder().timeout(timeout)
                .dispatcherExecutorService(threads).interceptor(calls);
        if (settings.apiKey() == null) {
            builder.interceptor(chain -> chain.proceed(chain.request().newBuilder().removeHeader("Authorization")
                    .build()));
        }
        http = builder.build();
        Dispatcher dispatcher = http.getOkHttpClient().dispatcher();
        dispatcher.setMaxRequests(settings.maxInFlight());
        dispatcher.setMaxRequestsPerHost(settings.maxInFlight());
        OpenAIClientAsync streaming = new OpenAIClientAsyncImpl(ClientOptions.builder().httpClient(http)
                .baseUrl(settings.baseUrl()).apiKey(settings.apiKey() == null ? NO_KEY : settings.apiKey())
                .timeout(timeout).maxRetries(0).streamHandlerExecutor(threads).putHeader("User-Agent", "azulejo")
                .build());
        client = streaming.sync();
        chatModel = OpenAiChatModel.builder().openAiClient(client).openAiClientAsync(calls.cancellable(streaming))
                .options(options().build()).build();
    }

    /** What the options of every request begin with: without it Spring AI bounds the time of a whole answer. */
    static OpenAiChatOptions.Builder options() {
        return OpenAiChatOptions.builder().timeout(Duration.ZERO);
    }

    /** The server's answer to a prompt whose options are of {@link #options()}; errors are those of OpenAI's client. */
    Flux<ChatResponse> stream(Prompt prompt) {
        return chatModel.stream(prompt);
    }

    /** The models that the server lists. Blocks, but not for long. */
    List<ServedModel> models() {
        RequestOptions soon = RequestOptions.builder().timeout(Timeout.builder().read(CHECK_TIMEOUT)
                .request(CHECK_TIMEOUT).build()).build();
        return client.models().list(soon).items().stream().map(ServedModel::of).toList();
    }

    @Override
    public void close() {
        calls.cancelAll();
        http.getOkHttpClient().dispatcher().cancelAll();
        client.close();
        threads.shutdown();
    }
}
