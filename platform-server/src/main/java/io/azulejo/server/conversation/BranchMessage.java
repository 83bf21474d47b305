package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

/** A message on the way from a tree's root to a leaf. */
public record BranchMessage(UUID id, Role role, List<MessageContent> parts) {

    public BranchMessage {
        parts = List.copyOf(parts);
    }
}
