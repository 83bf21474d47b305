package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.database.AssignedIdEntity;

/** A tree of messages under a title. */
@Entity
@Table(name = "conversation")
class Conversation extends AssignedIdEntity {

    private UUID ownerId;
    private String title;
    private @Nullable String model;
    private @Nullable String requestKey;
    private Instant createdAt;
    private Instant updatedAt;

    Conversation(UUID id, UUID ownerId, String title, @Nullable String model, @Nullable String requestKey,
            Instant now) {
        super(id);
        this.ownerId = ownerId;
        this.title = title;
        this.model = model;
        this.requestKey = requestKey;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** For Hibernate, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Conversation() {}

    ConversationSummary summary() {
        return new ConversationSummary(getId(), title, model, createdAt, updatedAt);
    }

    /** Another conversation of the same title and model. */
    Conversation fork(UUID id, Instant now) {
        return new Conversation(id, ownerId, title, model, null, now);
    }

    void rename(String newTitle) {
        title = newTitle;
    }

    void use(String newModel) {
        model = newModel;
    }

    void touch(Instant now) {
        updatedAt = now;
    }

    UUID ownerId() {
        return ownerId;
    }

    @Nullable
    String requestKey() {
        return requestKey;
    }
}
