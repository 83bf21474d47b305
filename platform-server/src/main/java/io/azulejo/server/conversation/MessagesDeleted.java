package io.azulejo.server.conversation;

import java.util.Set;
import java.util.UUID;

/** Told within the application once some messages of a conversation are gone. */
public record MessagesDeleted(Set<UUID> messages) {

    public MessagesDeleted {
        messages = Set.copyOf(messages);
    }
}
