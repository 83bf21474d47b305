package io.azulejo.processor.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.ChatMessage.Part;
import io.azulejo.processor.ChatMessage.PicturePart;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.ChatMessage.TextPart;
import io.azulejo.processor.PromptException;

/**
 * A checked conversation: the system message apart, contents in the order in which they are written.
 *
 * @param system the system message; present and empty where one was sent and was empty
 * @param turns what was said, without an answer that was begun
 * @param begun the answer that goes on; empty where it is still to begin
 */
record Conversation(Optional<String> system, List<Turn> turns, List<Piece> begun) {

    record Turn(boolean user, List<Piece> content) {}

    /**
     * Puts contents in order. The trained form has the pictures first, each followed by a newline; interleaved, they
     * stay where they are, each followed by a newline too. Two texts in a row are joined by a newline.
     *
     * @throws PromptException if there is nothing to answer, or something stands where no format has a place for it
     */
    static Conversation of(List<ChatMessage> messages, boolean interleave) {
        int systemMessages = 0;
        while (systemMessages < messages.size() && messages.get(systemMessages).role() == Role.SYSTEM) {
            systemMessages++;
        }
        // Clients that split their instructions send several; no format has room for more than one.
        Optional<String> system = systemMessages == 0
                ? Optional.empty()
                : Optional.of(messages.subList(0, systemMessages).stream().map(Conversation::systemText)
                        .collect(Collectors.joining("\n")));
        List<Turn> turns = new ArrayList<>();
        int pictures = 0;
        for (ChatMessage message : messages.subList(systemMessages, messages.size())) {
            refuseMisplaced(message);
            List<Piece> content = interleave
                    ? interleaved(message.parts(), pictures)
                    : picturesFirst(message.parts(), pictures);
            turns.add(new Turn(message.role() == Role.USER, content));
            pictures += (int) content.stream().filter(Piece.Picture.class::isInstance).count();
        }
        List<Piece> begun = turns.isEmpty() || turns.getLast().user() ? List.of() : turns.removeLast().content();
        if (turns.isEmpty()) {
            throw new PromptException("The conversation has no message to answer.");
        }
        return new Conversation(system, List.copyOf(turns), begun);
    }

    private static void refuseMisplaced(ChatMessage message) {
        if (message.role() == Role.SYSTEM) {
            throw new PromptException("A system message stands after the conversation's beginning; put it first.");
        }
        if (message.role() != Role.USER && message.parts().stream().anyMatch(PicturePart.class::isInstance)) {
            throw new PromptException("A picture stands in an assistant's message; only a user's can hold pictures.");
        }
    }

    private static String systemText(ChatMessage message) {
        return message.parts().stream().map(part -> switch (part) {
            case TextPart text -> text.text();
            case PicturePart _ -> throw new PromptException(
                    "A picture stands in a system message; only a user's can hold pictures.");
        }).collect(Collectors.joining("\n"));
    }

    private static List<Piece> picturesFirst(List<Part> parts, int firstPicture) {
        List<Part> ordered = new ArrayList<>(parts.stream().filter(PicturePart.class::isInstance).toList());
        ordered.addAll(parts.stream().filter(TextPart.class::isInstance).toList());
        return interleaved(ordered, firstPicture);
    }

    private static List<Piece> interleaved(List<Part> parts, int firstPicture) {
        List<Piece> pieces = new ArrayList<>();
        int picture = firstPicture;
        boolean afterText = false;
        for (Part part : parts) {
            switch (part) {
                case PicturePart _ -> {
                    pieces.add(new Piece.Picture(picture++));
                    pieces.add(new Piece.Text("\n"));
                }
                case TextPart text -> pieces.add(new Piece.Text(afterText ? "\n" + text.text() : text.text()));
            }
            afterText = part instanceof TextPart;
        }
        return pieces;
    }
}
