package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message to append.
 *
 * @param parent the message that it follows, or null where it begins a tree
 * @param requestKey the key by which its sender knows the request again, if any
 */
public record NewMessage(@Nullable UUID parent, Role role, List<MessageContent> parts, @Nullable String requestKey) {

    public NewMessage {
        parts = List.copyOf(parts);
    }
}
