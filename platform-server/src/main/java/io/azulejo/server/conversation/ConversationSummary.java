package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A conversation without its messages.
 *
 * @param titled who made the title: user, model, or text, where it is how the first message begins
 * @param model the model that answers unless a message names another; null for the server's default
 * @param folder the folder that it is in, if any
 * @param expiresAt when a temporary conversation goes; null for others
 * @param deletedAt since when it is in the bin; null where it is not
 * @param updatedAt when its last message came
 */
public record ConversationSummary(UUID id, String title, TitleSource titled, @Nullable String model, boolean pinned,
        boolean archived, @Nullable UUID folder, List<String> tags, @Nullable Instant expiresAt,
        @Nullable Instant deletedAt, Instant createdAt, Instant updatedAt) {

    public ConversationSummary {
        tags = List.copyOf(tags);
    }
}
