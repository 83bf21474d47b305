package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A conversation without its messages.
 *
 * @param model the model that answers unless a message names another; null for the server's default
 * @param updatedAt when its last message came
 */
public record ConversationSummary(UUID id, String title, @Nullable String model, Instant createdAt,
        Instant updatedAt) {}
