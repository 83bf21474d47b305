package io.azulejo.server.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.PromptSize;
import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.Picture;
import io.azulejo.server.attachment.StoredAttachment;
import io.azulejo.server.conversation.BranchMessage;
import io.azulejo.server.conversation.MessageContent;
import io.azulejo.server.model.AvailableModel;

/** Makes prompts of branches of conversations. */
@Component
class PromptBuilder {

    private final Attachments attachments;

    PromptBuilder(Attachments attachments) {
        this.attachments = attachments;
    }

    /** Of a branch and a question that follows it. Reads the pictures of both: blocks. */
    Prompt build(List<BranchMessage> branch, Question question, GenerationOptions options) {
        List<Message> messages = messages(branch);
        if (question.system() != null) {
            messages.add(new SystemMessage(question.system()));
        }
        messages.add(MessagePart.toMessage(parts(question)));
        return new Prompt(messages, options);
    }

    /** Of a branch that ends with a question, or with an answer to go on with. Reads its pictures: blocks. */
    Prompt build(List<BranchMessage> branch, GenerationOptions options) {
        return new Prompt(messages(branch), options);
    }

    /**
     * Counts the prompt's tokens.
     *
     * @throws InvalidRequestException where the model's context has no room for it
     */
    static PromptSize requireFit(Prompt prompt, AvailableModel model) {
        PromptSize size = model.measure(prompt);
        if (!size.fits()) {
            throw new InvalidRequestException(
                    "The conversation has %d tokens with this message (%d of pictures); the model '%s' takes %d, its "
                            .formatted(size.promptTokens(), size.imageTokens(), model.id(), size.contextLength())
                            + "answer included. Send less, or begin a new conversation.",
                    "text", InvalidRequestException.CONTEXT_LENGTH_EXCEEDED);
        }
        return size;
    }

    private List<Message> messages(List<BranchMessage> branch) {
        Map<UUID, StoredAttachment> stored = attachments.find(branch.stream()
                .flatMap(message -> message.parts().stream())
                .filter(MessageContent.Attachment.class::isInstance).map(MessageContent.Attachment.class::cast)
                .map(MessageContent.Attachment::id).collect(Collectors.toSet()));
        List<Message> messages = new ArrayList<>();
        for (BranchMessage message : branch) {
            switch (message.role()) {
                case SYSTEM -> messages.add(new SystemMessage(text(message)));
                case USER -> messages.add(MessagePart.toMessage(
                        message.parts().stream().map(content -> part(content, stored)).toList()));
                case ASSISTANT -> {
                    // An answer that broke off before its first word has nothing to tell.
                    if (!text(message).isBlank()) {
                        messages.add(new AssistantMessage(text(message)));
                    }
                }
            }
        }
        return messages;
    }

    private List<MessagePart> parts(Question question) {
        List<MessagePart> parts = new ArrayList<>();
        for (UUID id : question.attachments()) {
            parts.add(picture(attachments.require(question.owner(), id)));
        }
        for (Picture picture : question.pictures()) {
            parts.add(picture(picture.mediaType(), picture.data()));
        }
        if (!question.text().isEmpty()) {
            parts.add(new MessagePart.Text(question.text()));
        }
        return parts;
    }

    private MessagePart part(MessageContent content, Map<UUID, StoredAttachment> stored) {
        return switch (content) {
            case MessageContent.Text(String text) -> new MessagePart.Text(text);
            case MessageContent.Attachment(UUID id) -> {
                StoredAttachment attachment = stored.get(id);
                if (attachment == null) {
                    throw Attachments.unknown(id);
                }
                yield picture(attachment);
            }
        };
    }

    private MessagePart picture(StoredAttachment attachment) {
        return picture(attachment.mediaType(), attachments.content(attachment.digest()));
    }

    private static MessagePart picture(String mediaType, byte[] data) {
        return new MessagePart.Picture(
                Media.builder().mimeType(MimeType.valueOf(mediaType)).data(data).build(), null);
    }

    static String text(BranchMessage message) {
        return message.parts().stream().map(content -> content instanceof MessageContent.Text(String text) ? text : "")
                .collect(Collectors.joining());
    }
}
