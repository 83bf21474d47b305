package io.azulejo.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.MessagePart;
import io.azulejo.api.model.ModelCapabilities;
import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageException;
import io.azulejo.processor.image.ImageLimits;

/**
 * Turns a prompt's messages into those from which Spring AI's model makes a request.
 * <p>
 * Spring AI writes a message's text before its media, whatever their order was. But a medium that is a string of type
 * {@code text/plain} becomes a part with that text: where a message has several parts, its texts are such media, and
 * every part stays in its place.
 */
final class MessageTranslator {

    private static final String MESSAGES = "messages";

    private final ModelCapabilities capabilities;
    private final ImageDecoder decoder = new ImageDecoder();

    MessageTranslator(ModelCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    List<Message> translate(Prompt prompt) {
        Integer maxTiles = GenerationOptions.from(prompt.getOptions()).maxTiles();
        List<Message> messages = prompt.getInstructions().stream().map(message -> translate(message, maxTiles))
                .toList();
        if (messages.isEmpty()) {
            throw invalid("The prompt has no message.", InvalidRequestException.INVALID_VALUE, null);
        }
        long pictures = messages.stream().filter(UserMessage.class::isInstance).map(UserMessage.class::cast)
                .flatMap(message -> message.getMedia().stream()).filter(media -> media.getData() instanceof byte[])
                .count();
        if (pictures > capabilities.maxPictures()) {
            throw invalid("The prompt has " + pictures + " pictures; this model takes at most "
                    + capabilities.maxPictures() + ".", InvalidRequestException.INVALID_VALUE, null);
        }
        return messages;
    }

    private Message translate(Message message, @Nullable Integer maxTiles) {
        return switch (message) {
            case SystemMessage system -> new SystemMessage(text(system));
            case AssistantMessage assistant when !assistant.hasToolCalls() -> new AssistantMessage(text(assistant));
            case AssistantMessage assistant when capabilities.tools() -> assistant;
            case ToolResponseMessage results when capabilities.tools() -> results;
            case UserMessage user -> translate(MessagePart.of(user), maxTiles);
            default -> throw new UnsupportedRequestException("This model cannot call tools.", "tools");
        };
    }

    private UserMessage translate(List<MessagePart> parts, @Nullable Integer maxTiles) {
        if (parts.isEmpty()) {
            return new UserMessage("");
        }
        if (parts.size() == 1 && parts.getFirst() instanceof MessagePart.Text(String text)) {
            return new UserMessage(text);
        }
        List<Media> media = new ArrayList<>();
        for (MessagePart part : parts) {
            media.add(switch (part) {
                case MessagePart.Text(String text) -> Media.builder().mimeType(MimeTypeUtils.TEXT_PLAIN).data(text)
                        .build();
                case MessagePart.Picture picture -> picture(picture, maxTiles);
            });
        }
        return UserMessage.builder().text("").media(media).build();
    }

    private Media picture(MessagePart.Picture picture, @Nullable Integer maxTiles) {
        if (!capabilities.pictures()) {
            throw new UnsupportedRequestException("This model reads text only; it cannot be sent pictures.", MESSAGES);
        }
        if (picture.maxTiles() != null && !Objects.equals(picture.maxTiles(), maxTiles)) {
            throw new UnsupportedRequestException(
                    "This model's server takes a number of tiles for all pictures together, and not for one.",
                    GenerationParameter.MAX_TILES.wireName());
        }
        if (!(picture.media().getData() instanceof byte[] data)) {
            throw new UnsupportedRequestException("A picture must be sent as its bytes.", MESSAGES);
        }
        try {
            // The bytes and not the sender say what it is; what is broken need not travel.
            String type = decoder.readInfo(data, ImageLimits.defaults()).format().mediaType();
            return Media.builder().mimeType(MimeTypeUtils.parseMimeType(type)).data(data).build();
        } catch (ImageException e) {
            throw invalid(String.valueOf(e.getMessage()), InvalidRequestException.INVALID_IMAGE, e);
        }
    }

    private static String text(Message message) {
        return message.getText() == null ? "" : message.getText();
    }

    private static InvalidRequestException invalid(String problem, String code, @Nullable Throwable cause) {
        return new InvalidRequestException(problem, MESSAGES, code, cause);
    }
}
