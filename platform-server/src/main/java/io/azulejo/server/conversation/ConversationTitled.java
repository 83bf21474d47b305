package io.azulejo.server.conversation;

import java.util.UUID;

/** Told within the transaction that gives a conversation its title, or another one. */
public record ConversationTitled(UUID owner, UUID conversation, String title) {}
