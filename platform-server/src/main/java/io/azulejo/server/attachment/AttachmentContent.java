package io.azulejo.server.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** What is known of a stored content. The bytes themselves go through {@link AttachmentStore} alone. */
@Entity
@Immutable
@Table(name = "attachment_content")
class AttachmentContent {

    @Id
    private String digest;
    private String mediaType;
    private long size;
    private int width;
    private int height;

    /** For Hibernate, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected AttachmentContent() {}

    String digest() {
        return digest;
    }

    String mediaType() {
        return mediaType;
    }

    long size() {
        return size;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }
}
