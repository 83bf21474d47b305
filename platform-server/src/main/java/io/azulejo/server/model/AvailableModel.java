package io.azulejo.server.model;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;

/** A model that a user may pick, and the backend that serves it. */
public final class AvailableModel {

    private final BackendModel model;
    private final Backend servedBy;

    AvailableModel(BackendModel model, Backend servedBy) {
        this.model = model;
        this.servedBy = servedBy;
    }

    /** The name by which requests pick this model. */
    public String id() {
        return descriptor().id();
    }

    public ModelDescriptor descriptor() {
        return model.descriptor();
    }

    /** The name of the backend that serves it. */
    public String backend() {
        return servedBy.name();
    }

    /** How that backend is now. */
    public BackendHealth health() {
        return servedBy.health();
    }

    /**
     * Counts what a prompt costs without running the model. Computes for a while where the prompt is long: not for an
     * event loop.
     *
     * @throws io.azulejo.api.error.UnsupportedRequestException where the model cannot do what is asked
     * @throws io.azulejo.api.error.InvalidRequestException where the prompt could not be run at all
     */
    public PromptSize measure(Prompt prompt) {
        PromptChecks.check(prompt, GenerationOptions.from(prompt.getOptions()), descriptor());
        return model.measure(prompt);
    }

    ChatModel chatModel() {
        return model.chatModel();
    }
}
