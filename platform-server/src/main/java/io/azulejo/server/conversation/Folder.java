package io.azulejo.server.conversation;

import java.util.UUID;

/** A place for conversations, which are in one or in none. */
public record Folder(UUID id, String name) {}
