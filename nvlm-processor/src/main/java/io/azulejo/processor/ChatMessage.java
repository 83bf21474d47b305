package io.azulejo.processor;

import java.util.List;
import java.util.OptionalInt;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param parts what is said, in order; pictures only where {@code role} is {@link Role#USER}
 */
public record ChatMessage(Role role, List<Part> parts) {

    public ChatMessage {
        parts = List.copyOf(parts);
    }

    /** A message of one text. */
    public static ChatMessage of(Role role, String text) {
        return new ChatMessage(role, List.of(new TextPart(text)));
    }

    public enum Role {
        SYSTEM, USER, ASSISTANT,
        /** The result of a tool's call; those of one turn stand together, in the order of the calls. */
        TOOL
    }

    public sealed interface Part permits TextPart, PicturePart, ToolCallPart {}

    /** Text as its author wrote it; nothing in it is ever a control token. */
    public record TextPart(String text) implements Part {}

    /**
     * A call of a tool, in a message of {@link Role#ASSISTANT}, after its text.
     *
     * @param arguments a JSON object
     */
    public record ToolCallPart(String tool, String arguments) implements Part {}

    /**
     * A picture file.
     *
     * @param data the file's bytes as sent; not copied, not to be changed afterwards
     * @param maxTiles the most tiles this picture may be cut into, where it is less than the request's
     */
    @SuppressWarnings("ArrayRecordComponent") // Pictures are large and compared by nobody.
    public record PicturePart(byte[] data, OptionalInt maxTiles) implements Part {}
}
