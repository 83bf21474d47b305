package io.azulejo.processor.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.azulejo.processor.Chat;
import io.azulejo.processor.ChatMessage;
import io.azulejo.processor.ChatMessage.Part;
import io.azulejo.processor.ChatMessage.PicturePart;
import io.azulejo.processor.ChatMessage.Role;
import io.azulejo.processor.ChatMessage.TextPart;
import io.azulejo.processor.ChatMessage.ToolCallPart;
import io.azulejo.processor.ChatTool;
import io.azulejo.processor.PromptException;

/**
 * A checked conversation: the system message apart, contents in the order in which they are written.
 *
 * @param system the system message; present and empty where one was sent and was empty
 * @param turns what was said, without an answer that was begun
 * @param tools the tools that the model may call
 * @param begun the answer that goes on; empty where it is still to begin
 */
record Conversation(Optional<String> system, List<Turn> turns, List<ChatTool> tools, List<Piece> begun) {

    /**
     * @param calls what an assistant's turn calls after its content
     */
    record Turn(Role role, List<Piece> content, List<ToolCallPart> calls) {}

    /** The turns, neighbouring results of tools together, every other turn by itself. */
    List<List<Turn>> grouped() {
        List<List<Turn>> groups = new ArrayList<>();
        for (Turn turn : turns) {
            if (turn.role() == Role.TOOL && !groups.isEmpty() && groups.getLast().getFirst().role() == Role.TOOL) {
                groups.getLast().add(turn);
            } else {
                groups.add(new ArrayList<>(List.of(turn)));
            }
        }
        return groups;
    }

    /**
     * Puts contents in order. The trained form has the pictures first, each followed by a newline; interleaved, they
     * stay where they are, each followed by a newline too. Two texts in a row are joined by a newline.
     *
     * @throws PromptException if there is nothing to answer, or something stands where no format has a place for it
     */
    static Conversation of(Chat chat, boolean interleave) {
        List<ChatMessage> messages = chat.messages();
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
            turns.add(new Turn(message.role(), content, calls(message)));
            pictures += (int) content.stream().filter(Piece.Picture.class::isInstance).count();
        }
        List<Piece> begun = begun(turns);
        if (turns.isEmpty()) {
            throw new PromptException("The conversation has no message to answer.");
        }
        return new Conversation(system, List.copyOf(turns), chat.tools(), begun);
    }

    private static List<ToolCallPart> calls(ChatMessage message) {
        return message.parts().stream().filter(ToolCallPart.class::isInstance).map(ToolCallPart.class::cast).toList();
    }

    /** Takes the answer that was begun off the end. */
    private static List<Piece> begun(List<Turn> turns) {
        if (turns.isEmpty() || turns.getLast().role() != Role.ASSISTANT) {
            return List.of();
        }
        if (!turns.getLast().calls().isEmpty()) {
            throw new PromptException("The last message calls tools; the tools' results must follow it.");
        }
        return turns.removeLast().content();
    }

    private static void refuseMisplaced(ChatMessage message) {
        if (message.role() == Role.SYSTEM) {
            throw new PromptException("A system message stands after the conversation's beginning; put it first.");
        }
        if (message.role() != Role.USER && message.parts().stream().anyMatch(PicturePart.class::isInstance)) {
            throw new PromptException("A picture stands in an assistant's message; only a user's can hold pictures.");
        }
        if (message.role() != Role.ASSISTANT && !calls(message).isEmpty()) {
            throw new PromptException("A tool's call stands in a message that is not the assistant's.");
        }
    }

    private static String systemText(ChatMessage message) {
        return message.parts().stream().map(part -> switch (part) {
            case TextPart text -> text.text();
            case PicturePart _ -> throw new PromptException(
                    "A picture stands in a system message; only a user's can hold pictures.");
            case ToolCallPart _ -> throw new PromptException(
                    "A tool's call stands in a system message; only an assistant's can hold calls.");
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
                case ToolCallPart _ -> {
                    // Written after the content.
                }
            }
            afterText = part instanceof TextPart;
        }
        return pieces;
    }
}
