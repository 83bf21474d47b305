package com.example.reverse;

import java.nio.file.Path;
import java.util.Map;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.BackendConformanceTests;

/** What every backend proves. */
class ReverseBackendConformanceTests extends BackendConformanceTests {

    @Override
    public Backend open() {
        return new ReverseBackendProvider().create(new BackendSettings("test", new Settings("test", Map.of()),
                Map.of("reverse", new Settings("test.models.reverse", Map.of())), Path.of("target")),
                LoadingListener.none());
    }

    @Override
    protected String modelId() {
        return "reverse";
    }

    @Override
    public Prompt longPrompt() {
        return new Prompt(new UserMessage("Once upon a time there was a very long story without an end"),
                GenerationOptions.builder().maxTokens(300).build());
    }

    @Override
    public int activeAnswers() {
        return ((ReverseBackend) backend()).active().get();
    }
}
