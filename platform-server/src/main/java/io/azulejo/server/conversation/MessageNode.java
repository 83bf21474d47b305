package io.azulejo.server.conversation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message's place in the tree.
 *
 * @param parent the message that it follows, or null at the root
 */
public record MessageNode(UUID id, @Nullable UUID parent, Role role) {}
