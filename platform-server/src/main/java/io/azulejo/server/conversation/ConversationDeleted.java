package io.azulejo.server.conversation;

import java.util.UUID;

/** Told within the application once a conversation is gone. */
public record ConversationDeleted(UUID conversation) {}
