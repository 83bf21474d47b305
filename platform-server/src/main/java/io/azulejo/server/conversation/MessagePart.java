package io.azulejo.server.conversation;

import java.util.UUID;

import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** A part as it is stored: a text or the id of an attachment. */
@Embeddable
class MessagePart {

    private @Nullable String text;
    private @Nullable UUID attachmentId;

    private MessagePart(@Nullable String text, @Nullable UUID attachmentId) {
        this.text = text;
        this.attachmentId = attachmentId;
    }

    /** For Hibernate, which fills the fields itself. */
    protected MessagePart() {}

    static MessagePart of(MessageContent content) {
        return switch (content) {
            case MessageContent.Text(String text) -> new MessagePart(text, null);
            case MessageContent.Attachment(UUID id) -> new MessagePart(null, id);
        };
    }

    MessageContent content() {
        if (text != null) {
            return new MessageContent.Text(text);
        }
        if (attachmentId != null) {
            return new MessageContent.Attachment(attachmentId);
        }
        throw new IllegalStateException("The table forbids a part that has neither text nor attachment");
    }
}
