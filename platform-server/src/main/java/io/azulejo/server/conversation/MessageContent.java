package io.azulejo.server.conversation;

import java.util.UUID;

/** One part of a message, in the order in which its sender put it. */
public sealed interface MessageContent {

    record Text(String text) implements MessageContent {}

    record Attachment(UUID id) implements MessageContent {}
}
