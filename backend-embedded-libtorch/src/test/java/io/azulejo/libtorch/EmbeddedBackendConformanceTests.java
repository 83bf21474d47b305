package io.azulejo.libtorch;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.BackendConformanceTests;
import io.azulejo.tck.TinyCheckpoint;

class EmbeddedBackendConformanceTests extends BackendConformanceTests {

    @TempDir
    static Path directory;

    @Override
    public Backend open() {
        return TinyBackend.open(TinyCheckpoint.write(directory), Map.of("dtype", "f32"));
    }

    @Override
    protected String modelId() {
        return TinyBackend.MODEL;
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

    @Override
    public int activeAnswers() {
        return (int) (TinyBackend.figure(backend(), "running") + TinyBackend.figure(backend(), "queued"));
    }

    @Override
    public OptionalLong steps() {
        return OptionalLong.of(TinyBackend.figure(backend(), "steps"));
    }
}
