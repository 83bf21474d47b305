package io.azulejo.tck;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;

class ScriptedBackendConformanceTests extends BackendConformanceTests {

    @Override
    public Backend open() {
        return ScriptedBackend.named("scripted", "script");
    }

    @Override
    protected String modelId() {
        return "script";
    }

    @Override
    public Prompt longPrompt() {
        return new Prompt(new UserMessage("[[pieces=200 delay=2ms]]"));
    }

    @Override
    public int activeAnswers() {
        return ((ScriptedBackend) backend()).active();
    }
}
