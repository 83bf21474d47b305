package io.azulejo.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.error.BackendException;

import static org.assertj.core.api.Assertions.fail;

/** Backends on a {@link PlayedServer}, and what they answer. */
final class Played {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Played() {}

    static Backend open(PlayedServer server, Map<String, String> model) {
        return open(server, Map.of(), model);
    }

    /** A backend {@code far} with one model {@code seer}. */
    static Backend open(PlayedServer server, Map<String, String> backend, Map<String, String> model) {
        Map<String, String> settings = new HashMap<>(Map.of("base-url", server.address()));
        settings.putAll(backend);
        return new OpenAiBackendProvider().create(new BackendSettings("far", new Settings("far", settings),
                Map.of("seer", new Settings("far.models.seer", model)), Path.of("not-used")), LoadingListener.none());
    }

    static BackendModel model(Backend backend) {
        return backend.models().getFirst();
    }

    static List<ChatResponse> stream(Backend backend, Prompt prompt) {
        return model(backend).chatModel().stream(prompt).collectList().blockOptional(PATIENCE).orElseThrow();
    }

    static String text(List<ChatResponse> responses) {
        StringBuilder text = new StringBuilder();
        responses.forEach(response -> text.append(response.getResults().getFirst().getOutput().getText()));
        return text.toString();
    }

    /** What an answer ends with. */
    static BackendException failure(Backend backend, Prompt prompt) {
        try {
            model(backend).chatModel().stream(prompt).blockLast(PATIENCE);
        } catch (BackendException e) {
            return e;
        }
        return fail("The answer ended without an error");
    }

    static String resource(String name) {
        try (InputStream in = Played.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("It did not come about that " + what);
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
