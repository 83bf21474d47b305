package io.azulejo.server.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.database.AssignedIdEntity;

/** A tree of messages under a title. */
@Entity
@Table(name = "conversation")
class Conversation extends AssignedIdEntity {

    private UUID ownerId;
    private String title;
    @Enumerated(EnumType.STRING)
    private TitleSource titled;
    private @Nullable String model;
    private boolean pinned;
    private boolean archived;
    private @Nullable UUID folderId;
    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(columnDefinition = "text[]")
    private List<String> tags = List.of();
    private @Nullable String requestKey;
    @SuppressWarnings("UnusedVariable") // Only the database reads it.
    private @Nullable UUID originId;
    private @Nullable Instant expiresAt;
    private @Nullable Instant deletedAt;
    private Instant createdAt;
    private Instant updatedAt;

    Conversation(UUID id, NewConversation made, @Nullable Instant expiresAt, Instant now) {
        this(id, made.owner(), made.titleOrText(), made.titled(), made.model(), made.requestKey(), expiresAt, now);
    }

    private Conversation(UUID id, UUID ownerId, String title, TitleSource titled, @Nullable String model,
            @Nullable String requestKey, @Nullable Instant expiresAt, Instant now) {
        super(id);
        this.ownerId = ownerId;
        this.title = title;
        this.titled = titled;
        this.model = model;
        this.requestKey = requestKey;
        this.expiresAt = expiresAt;
        this.createdAt = now;
        this.updatedAt = now;
    }

    Conversation(UUID id, UUID ownerId, ImportedConversation imported, @Nullable UUID folder) {
        this(id, ownerId, imported.title(), imported.titled(), imported.model(), null, null, imported.createdAt());
        this.originId = imported.origin();
        this.pinned = imported.pinned();
        this.archived = imported.archived();
        this.folderId = folder;
        this.tags = imported.tags();
        this.updatedAt = imported.updatedAt();
    }

    /** For Hibernate, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Conversation() {}

    ConversationSummary summary() {
        return new ConversationSummary(getId(), title, titled, model, pinned, archived, folderId, tags, expiresAt,
                deletedAt, createdAt, updatedAt);
    }

    /** Another conversation of the same title and model. */
    Conversation fork(UUID id, Instant now) {
        return new Conversation(id, ownerId, title, titled, model, null, expiresAt, now);
    }

    void rename(String newTitle, TitleSource source) {
        title = newTitle;
        titled = source;
    }

    void use(String newModel) {
        model = newModel;
    }

    void pin(boolean pin) {
        pinned = pin;
    }

    void archive(boolean archive) {
        archived = archive;
    }

    void putInto(@Nullable UUID folder) {
        folderId = folder;
    }

    void tag(List<String> newTags) {
        tags = List.copyOf(newTags);
    }

    void bin(Instant now) {
        deletedAt = now;
    }

    void restore() {
        deletedAt = null;
    }

    /** @param temporary how long a temporary conversation lives from now on */
    void touch(Instant now, Duration temporary) {
        updatedAt = now;
        if (expiresAt != null) {
            expiresAt = now.plus(temporary);
        }
    }

    /** Whether it can be read and written to: it is neither in the bin nor expired. */
    boolean isThere(Instant now) {
        return deletedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }

    boolean isTemporary() {
        return expiresAt != null;
    }

    TitleSource titled() {
        return titled;
    }

    UUID ownerId() {
        return ownerId;
    }

    @Nullable
    String requestKey() {
        return requestKey;
    }
}
