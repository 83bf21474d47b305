package io.azulejo.server.openai;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.openai.OpenAiBackendProvider;
import io.azulejo.server.AzulejoApplication;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.BackendConformanceTests;
import io.azulejo.tck.TinyCheckpoint;

/**
 * The backend of type {@code openai} against the {@code /v1} of another instance of the whole application, whose embedded
 * engine serves a checkpoint of random weights.
 */
class OpenAiBackendConformanceIT extends BackendConformanceTests {

    private static final String MODEL = "tiny";
    private static final Path DATA = Path.of("target", "test-data", "openai-backend").toAbsolutePath();

    @TempDir
    static Path checkpoint;

    private static @Nullable ConfigurableApplicationContext server;

    /** Started with the first backend, which is opened before this class may prepare anything. */
    private static ConfigurableApplicationContext server() {
        ConfigurableApplicationContext running = server;
        if (running == null) {
            FileSystemUtils.deleteRecursively(DATA.toFile());
            running = new SpringApplicationBuilder(AzulejoApplication.class).run("--server.port=0",
                    "--azulejo.data-directory=" + DATA, "--azulejo.backends.local.type=embedded-libtorch",
                    "--azulejo.backends.local.models.tiny.path=" + TinyCheckpoint.write(checkpoint),
                    "--azulejo.backends.local.models.tiny.dtype=f32");
            server = running;
        }
        return running;
    }

    @AfterAll
    static void stopServer() {
        server().close();
    }

    @Override
    public Backend open() {
        Settings far = new Settings("azulejo.backends.far", Map.of("base-url",
                "http://127.0.0.1:" + server().getEnvironment().getRequiredProperty("local.server.port")));
        // Of the context it is told by the server, of the end of a prompt by the checkpoint.
        Settings model = new Settings("azulejo.backends.far.models.tiny", Map.of("path", checkpoint.toString(),
                "parameters", "top_k,min_p,repetition_penalty,max_tiles", "continuation", "last-message"));
        return new OpenAiBackendProvider().create(
                new BackendSettings("far", far, Map.of(MODEL, model), DATA), LoadingListener.none());
    }

    @Override
    protected String modelId() {
        return MODEL;
    }

    @Override
    public GenerationOptions.Builder options() {
        // A model of random weights ends when it likes; here it must not.
        return GenerationOptions.builder().logitBias(Map.of(TinyCheckpoint.END, -100.0));
    }

    @Override
    public Prompt longPrompt() {
        return new Prompt(new UserMessage("Tell me a long story."), options().maxTokens(300).build());
    }

    /** What the backend waits for and what the server's engine still has: cancelling must reach both. */
    @Override
    public int activeAnswers() {
        Backend engine = server().getBean(ModelCatalog.class).backends().getFirst();
        Map<?, ?> models = (Map<?, ?>) engine.health().details().getOrDefault("models", Map.of());
        Map<?, ?> figures = models.get(MODEL) instanceof Map<?, ?> its ? its : Map.of();
        return Stream.of(backend().health().details().get("in-flight"), figures.get("running"), figures.get("queued"))
                .mapToInt(figure -> figure instanceof Number number ? number.intValue() : 0).sum();
    }
}
