package io.azulejo.server.attachment;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.database.AssignedIdEntity;

/** One upload: a name for a content. */
@Entity
@Table(name = "attachment")
class Attachment extends AssignedIdEntity {

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "digest")
    private AttachmentContent content;
    private UUID ownerId;
    private @Nullable String fileName;
    private Instant createdAt;

    Attachment(UUID id, UUID ownerId, AttachmentContent content, @Nullable String fileName, Instant createdAt) {
        super(id);
        this.ownerId = ownerId;
        this.content = content;
        this.fileName = fileName;
        this.createdAt = createdAt;
    }

    /** For Hibernate, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Attachment() {}

    StoredAttachment view() {
        return new StoredAttachment(getId(), content.digest(), content.mediaType(), fileName, content.size(),
                content.width(), content.height());
    }

    UUID ownerId() {
        return ownerId;
    }

    String digest() {
        return content.digest();
    }

    Instant createdAt() {
        return createdAt;
    }
}
