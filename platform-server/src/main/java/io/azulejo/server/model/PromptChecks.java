package io.azulejo.server.model;

import java.util.Map;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.api.model.ModelDescriptor;

/** Holds a prompt against what a model says that it can do. */
final class PromptChecks {

    private PromptChecks() {}

    /**
     * @throws UnsupportedRequestException where the model cannot do what is asked, by the parameter's name on the wire
     * @throws InvalidRequestException where the prompt is empty or has more pictures than the model takes
     */
    static void check(Prompt prompt, GenerationOptions options, ModelDescriptor model) {
        for (Map.Entry<GenerationParameter, Object> asked : options.asked().entrySet()) {
            if (!model.capabilities().parameters().contains(asked.getKey())) {
                String name = asked.getKey().wireName();
                throw new UnsupportedRequestException(
                        "The model '%s' does not take the parameter '%s'.".formatted(model.id(), name), name);
            }
        }
        Integer topLogprobs = options.topLogprobs();
        int maxTopLogprobs = model.capabilities().maxTopLogprobs();
        if (topLogprobs != null && topLogprobs > maxTopLogprobs) {
            throw new InvalidRequestException("'top_logprobs' is %d; the model '%s' tells at most %d."
                    .formatted(topLogprobs, model.id(), maxTopLogprobs), "top_logprobs",
                    InvalidRequestException.INVALID_VALUE);
        }
        if (!options.tools().isEmpty() && !model.capabilities().tools()) {
            throw noTools(model);
        }
        checkMessages(prompt, model);
    }

    private static void checkMessages(Prompt prompt, ModelDescriptor model) {
        if (prompt.getInstructions().isEmpty()) {
            throw new InvalidRequestException("There is no message to answer.", "messages",
                    InvalidRequestException.INVALID_VALUE);
        }
        ModelCapabilities capabilities = model.capabilities();
        if (prompt.getInstructions().getLast() instanceof AssistantMessage && !capabilities.continues()) {
            throw new UnsupportedRequestException(
                    "The last message is the assistant's; the model '%s' cannot go on with an answer. Send a user's message last."
                            .formatted(model.id()),
                    "messages");
        }
        int pictures = 0;
        for (Message message : prompt.getInstructions()) {
            switch (message) {
                case UserMessage user -> pictures += user.getMedia().size();
                case AssistantMessage assistant when assistant.hasToolCalls() && !capabilities.tools() ->
                    throw noTools(model);
                case ToolResponseMessage _ when !capabilities.tools() -> throw noTools(model);
                default -> {
                    // Text only.
                }
            }
        }
        if (pictures > 0 && !capabilities.pictures()) {
            throw new UnsupportedRequestException(
                    "The model '%s' reads text only, no pictures.".formatted(model.id()), "messages");
        }
        if (pictures > capabilities.maxPictures()) {
            throw new InvalidRequestException("There are %d pictures; the model '%s' takes at most %d in one prompt."
                    .formatted(pictures, model.id(), capabilities.maxPictures()), "messages",
                    InvalidRequestException.INVALID_VALUE);
        }
    }

    private static UnsupportedRequestException noTools(ModelDescriptor model) {
        return new UnsupportedRequestException("The model '%s' cannot call tools.".formatted(model.id()), "tools");
    }
}
