package io.azulejo.server.conversation;

import java.util.UUID;

/** Told within the transaction that stores the text of a message, once it is whole. */
public record MessageWritten(UUID owner, UUID conversation, UUID message, String text) {}
