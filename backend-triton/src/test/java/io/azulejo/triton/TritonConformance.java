package io.azulejo.triton;

import java.util.Map;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.tck.BackendConformanceTests;

/** The conformance kit against a real server, by one interface, on a model of random weights that never ends by itself. */
abstract class TritonConformance extends BackendConformanceTests {

    private final String model;
    private final Map<String, String> settings;

    TritonConformance(String model, Map<String, String> settings) {
        this.model = model;
        this.settings = settings;
    }

    @Override
    public Backend open() {
        return TritonBackends.open(TritonServer.shared().awaitReady().endpoint(), model, TritonServer.tinyCheckpoint(),
                settings);
    }

    @Override
    protected String modelId() {
        return model;
    }

    @Override
    public Prompt longPrompt() {
        return new Prompt(new UserMessage("Tell me a long story."),
                GenerationOptions.builder().maxTokens(300).build());
    }

    @Override
    public int activeAnswers() {
        return ((TritonBackend) backend()).inFlight();
    }
}
