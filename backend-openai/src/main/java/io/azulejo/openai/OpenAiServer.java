package io.azulejo.openai;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.azulejo.api.error.BackendUnavailableException;

/**
 * The server of a backend, as its models ask it.
 *
 * @param backend the backend's name
 * @param address where the server is
 */
record OpenAiServer(String backend, String address, ServerConnection connection, ServerHealth health,
        AnswersInFlight inFlight)
        implements
            AutoCloseable {

    static OpenAiServer open(String backend, ServerSettings settings) {
        ServerConnection connection = new ServerConnection(settings);
        return new OpenAiServer(backend, settings.baseUrl(), connection,
                new ServerHealth(backend, connection::models, settings.checkInterval()),
                new AnswersInFlight(backend, settings.maxInFlight()));
    }

    /** Asks the server; errors are {@link io.azulejo.api.error.BackendException}s. */
    Flux<ChatResponse> ask(Prompt request) {
        return inFlight.admit(connection.stream(request).onErrorMap(ServerErrors::of)
                .doOnError(BackendUnavailableException.class, _ -> health.checkSoon()));
    }

    @Override
    public void close() {
        inFlight.close();
        health.close();
        connection.close();
    }
}
