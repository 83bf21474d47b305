package io.azulejo.tck;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;

/**
 * What every backend proves: a test class extends this one, says how to open the backend and which of its models to ask,
 * and inherits the tests, one interface for each subject. What a model's capabilities do not name is tested to be
 * refused.
 *
 * <p>
 * The model need not make sense, but must answer the same prompt greedily with the same text, and different prompts as a
 * rule with different texts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
public abstract class BackendConformanceTests
        implements
            StreamingConformance,
            CancellationConformance,
            LimitsConformance,
            SamplingConformance,
            PicturesConformance,
            ContinuationConformance,
            ToolsConformance,
            ConcurrencyConformance,
            ClosingConformance {

    private @Nullable Backend backend;

    /** Opens the backend; called once for most tests, and for those of closing again. */
    @Override
    public abstract Backend open();

    /** The id of the model to ask. */
    protected abstract String modelId();

    @Override
    public abstract Prompt longPrompt();

    @Override
    public abstract int activeAnswers();

    @Override
    public OptionalLong steps() {
        return OptionalLong.empty();
    }

    @Override
    public GenerationOptions.Builder options() {
        return GenerationOptions.builder();
    }

    @BeforeAll
    final void openBackend() {
        backend = open();
    }

    @AfterAll
    final void closeBackend() {
        if (backend != null) {
            backend.close();
        }
    }

    /** The backend under test. */
    protected final Backend backend() {
        if (backend == null) {
            throw new IllegalStateException("The backend is not open yet");
        }
        return backend;
    }

    @Override
    public final BackendModel model() {
        return backend().models().stream().filter(model -> model.descriptor().id().equals(modelId())).findFirst()
                .orElseThrow(() -> new AssertionError("The backend has no model " + modelId()));
    }
}
