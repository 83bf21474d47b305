package io.azulejo.openai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;
import io.azulejo.backend.support.CheckpointPrompts;

/**
 * One model of the server. Its prompts are measured exactly where the checkpoint is at hand, else estimated: OpenAI's API
 * has no way to ask.
 */
final class OpenAiModel implements BackendModel {

    private final ModelDescriptor descriptor;
    private final MessageTranslator messages;
    private final @Nullable CheckpointPrompts checkpoint;
    private final PromptEstimate estimate;
    private final AnswerMeters meters;
    private final ServedChatModel chatModel;

    /** @param checkpoint measures prompts, or null where there is no checkpoint to measure them by */
    OpenAiModel(ModelDescriptor descriptor, MessageTranslator messages, RequestTranslator requests,
            @Nullable CheckpointPrompts checkpoint, OpenAiServer server) {
        this.descriptor = descriptor;
        this.messages = messages;
        this.checkpoint = checkpoint;
        this.estimate = new PromptEstimate(descriptor.contextLength());
        this.meters = new AnswerMeters(server.backend(), descriptor.id());
        this.chatModel = new ServedChatModel(descriptor.id(), requests,
                new UsageReader(descriptor.id(), this::measure, checkpoint), server, meters);
    }

    @Override
    public ModelDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public ChatModel chatModel() {
        return chatModel;
    }

    @Override
    public PromptSize measure(Prompt prompt) {
        return checkpoint == null ? estimate.of(messages.translate(prompt)) : checkpoint.measure(prompt);
    }

    AnswerMeters meters() {
        return meters;
    }
}
