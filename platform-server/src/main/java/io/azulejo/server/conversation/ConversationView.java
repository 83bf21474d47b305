package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.attachment.StoredAttachment;

/**
 * A conversation with all of its messages, in the order in which they came. Each names its parent: together they are
 * the tree.
 */
record ConversationView(@JsonUnwrapped ConversationSummary summary, List<MessageView> messages) {

    /**
     * @param generation how an answer was made; null for other messages
     * @param feedback what its reader thinks of an answer, where that was told
     */
    record MessageView(UUID id, @Nullable UUID parent, Role role, Instant createdAt, List<PartView> parts,
            @Nullable AnswerRecord generation, @Nullable Feedback feedback) {}

    /** A part of a message. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({@JsonSubTypes.Type(value = TextView.class, name = "text"),
            @JsonSubTypes.Type(value = AttachmentView.class, name = "attachment")})
    sealed interface PartView {}

    record TextView(String text) implements PartView {}

    record AttachmentView(StoredAttachment attachment) implements PartView {}
}
