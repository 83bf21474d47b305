package io.azulejo.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;

/**
 * A part of a user's message. Spring AI's {@link UserMessage} has one text and a list of media; a message that keeps
 * the order of its parts carries them as well.
 */
public sealed interface MessagePart {

    /** Key of the {@code List<MessagePart>} in a message's metadata. */
    String METADATA_KEY = "azulejo.parts";

    record Text(String text) implements MessagePart {}

    /**
     * @param media the picture, as bytes
     * @param maxTiles the most tiles for this picture, or null for what holds for the whole request
     */
    record Picture(Media media, @Nullable Integer maxTiles) implements MessagePart {}

    /** A message of these parts; its text is the texts joined with newlines, its media the pictures. */
    static UserMessage toMessage(List<MessagePart> parts) {
        List<String> texts = new ArrayList<>();
        List<Media> media = new ArrayList<>();
        for (MessagePart part : parts) {
            switch (part) {
                case Text(String text) -> texts.add(text);
                case Picture(Media picture, _) -> media.add(picture);
            }
        }
        return UserMessage.builder().text(String.join("\n", texts)).media(media)
                .metadata(Map.of(METADATA_KEY, List.copyOf(parts))).build();
    }

    /** The parts of any user message: as it carries them, else its pictures and then its text. */
    static List<MessagePart> of(UserMessage message) {
        if (message.getMetadata().get(METADATA_KEY) instanceof List<?> carried) {
            return carried.stream().map(MessagePart.class::cast).toList();
        }
        List<MessagePart> parts = new ArrayList<>();
        message.getMedia().forEach(media -> parts.add(new Picture(media, null)));
        String text = message.getText();
        if (text != null && !text.isEmpty()) {
            parts.add(new Text(text));
        }
        return List.copyOf(parts);
    }
}
