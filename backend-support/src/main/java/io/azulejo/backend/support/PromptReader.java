package io.azulejo.backend.support;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.ChatMessage.Part;
import io.azulejo.processor.ChatMessage.PicturePart;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.ChatMessage.TextPart;

/** Turns a Spring AI prompt into the processor's messages. */
final class PromptReader {

    private static final String MESSAGES = "messages";

    private final ModelCapabilities capabilities;

    PromptReader(ModelCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    List<ChatMessage> read(Prompt prompt) {
        List<ChatMessage> messages = prompt.getInstructions().stream().map(this::message).toList();
        if (messages.isEmpty()) {
            throw invalid("The prompt has no message.");
        }
        long pictures = messages.stream().flatMap(message -> message.parts().stream())
                .filter(PicturePart.class::isInstance).count();
        if (pictures > capabilities.maxPictures() && capabilities.pictures()) {
            throw invalid("The prompt has " + pictures + " pictures; this model takes at most "
                    + capabilities.maxPictures() + ".");
        }
        return messages;
    }

    private ChatMessage message(Message message) {
        return switch (message) {
            case SystemMessage system -> ChatMessage.of(Role.SYSTEM, text(system));
            case AssistantMessage assistant when assistant.hasToolCalls() -> throw noTools();
            case AssistantMessage assistant -> ChatMessage.of(Role.ASSISTANT, text(assistant));
            case UserMessage user -> new ChatMessage(Role.USER, parts(user));
            default -> throw noTools();
        };
    }

    private static String text(Message message) {
        return message.getText() == null ? "" : message.getText();
    }

    private List<Part> parts(UserMessage message) {
        List<Part> parts = new ArrayList<>();
        for (MessagePart part : MessagePart.of(message)) {
            parts.add(switch (part) {
                case MessagePart.Text(String text) -> new TextPart(text);
                case MessagePart.Picture picture -> picture(picture);
            });
        }
        return parts;
    }

    private PicturePart picture(MessagePart.Picture picture) {
        if (!capabilities.pictures()) {
            throw new UnsupportedRequestException("This model reads text only; it cannot be sent pictures.",
                    MESSAGES);
        }
        Integer most = picture.maxTiles();
        if (most != null && (most < 1 || most > capabilities.maxTiles())) {
            throw new InvalidRequestException("A picture may be cut into 1 to " + capabilities.maxTiles()
                    + " tiles, not " + most + ".", GenerationParameter.MAX_TILES.wireName(),
                    InvalidRequestException.INVALID_VALUE);
        }
        return new PicturePart(data(picture.media()), most == null ? OptionalInt.empty() : OptionalInt.of(most));
    }

    private static byte[] data(Media media) {
        if (!(media.getData() instanceof byte[] data)) {
            throw new UnsupportedRequestException("A picture must be sent as its bytes; the model does not fetch "
                    + (media.getData() instanceof String ? "addresses." : media.getData().getClass().getName() + "."),
                    MESSAGES);
        }
        return data;
    }

    private static UnsupportedRequestException noTools() {
        return new UnsupportedRequestException("This model cannot call tools.", "tools");
    }

    private static InvalidRequestException invalid(String problem) {
        return new InvalidRequestException(problem, MESSAGES, InvalidRequestException.INVALID_VALUE);
    }
}
