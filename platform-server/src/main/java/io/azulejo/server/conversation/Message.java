package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.database.AssignedIdEntity;

/** One message of a conversation. It never changes once it is stored, but for an answer that is being made. */
@Entity
@Table(name = "message")
class Message extends AssignedIdEntity {

    private UUID conversationId;
    private @Nullable UUID parentId;
    private int ordinal;
    @Enumerated(EnumType.STRING)
    private Role role;
    private @Nullable String requestKey;
    private Instant createdAt;

    @ElementCollection
    @CollectionTable(name = "message_part", joinColumns = @JoinColumn(name = "message_id"))
    @OrderColumn(name = "position")
    private List<MessagePart> parts = new ArrayList<>();

    Message(UUID id, UUID conversationId, int ordinal, NewMessage message, Instant createdAt) {
        super(id);
        this.conversationId = conversationId;
        this.parentId = message.parent();
        this.ordinal = ordinal;
        this.role = message.role();
        this.requestKey = message.requestKey();
        this.createdAt = createdAt;
        message.parts().forEach(part -> parts.add(MessagePart.of(part)));
    }

    /** For Hibernate, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Message() {}

    /** The same message in another tree. */
    Message copy(UUID id, UUID conversation, int place, @Nullable UUID parent) {
        return new Message(id, conversation, place,
                new NewMessage(parent, role, parts.stream().map(MessagePart::content).toList(), null), createdAt);
    }

    MessageNode node() {
        return new MessageNode(getId(), parentId, role);
    }

    UUID conversationId() {
        return conversationId;
    }

    @Nullable
    UUID parentId() {
        return parentId;
    }

    int ordinal() {
        return ordinal;
    }

    Role role() {
        return role;
    }

    @Nullable
    String requestKey() {
        return requestKey;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** Its texts, one below the other. */
    String text() {
        return parts.stream().map(MessagePart::content)
                .map(content -> content instanceof MessageContent.Text(String text) ? text : "")
                .filter(text -> !text.isEmpty()).collect(Collectors.joining("\n"));
    }

    List<MessagePart> parts() {
        return parts;
    }
}
