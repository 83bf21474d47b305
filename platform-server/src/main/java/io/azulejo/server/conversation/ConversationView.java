package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.DiscriminatorMapping;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.attachment.StoredAttachment;

/**
 * A conversation with all of its messages, in the order in which they came. Each names its parent: together they are
 * the tree.
 */
public record ConversationView(@JsonUnwrapped ConversationSummary summary, List<MessageView> messages) {

    public ConversationView {
        messages = List.copyOf(messages);
    }

    /** The way from the root to the newest message; empty where there is none. */
    public List<MessageView> newestBranch() {
        return messages.isEmpty() ? List.of() : branch(messages.getLast().id());
    }

    /** The way from the root to a message; empty where there is no such message. */
    public List<MessageView> branch(UUID leaf) {
        Map<UUID, MessageView> byId = new HashMap<>();
        messages.forEach(message -> byId.put(message.id(), message));
        List<MessageView> branch = new ArrayList<>();
        MessageView at = byId.get(leaf);
        while (at != null) {
            branch.add(at);
            at = at.parent() == null ? null : byId.get(at.parent());
        }
        return branch.reversed();
    }

    /**
     * @param generation how an answer was made; null for other messages
     * @param feedback what its reader thinks of an answer, where that was told
     */
    public record MessageView(UUID id, @Nullable UUID parent, Role role, Instant createdAt, List<PartView> parts,
            @Nullable AnswerRecord generation, @Nullable Feedback feedback) {

        public MessageView {
            parts = List.copyOf(parts);
        }
    }

    /** A part of a message. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = TextView.class, name = "text"),
            @JsonSubTypes.Type(value = AttachmentView.class, name = "attachment")})
    @Schema(discriminatorProperty = "type", discriminatorMapping = {
            @DiscriminatorMapping(value = "text", schema = TextView.class),
            @DiscriminatorMapping(value = "attachment", schema = AttachmentView.class)})
    public sealed interface PartView {}

    public record TextView(String text) implements PartView {}

    public record AttachmentView(StoredAttachment attachment) implements PartView {}
}
