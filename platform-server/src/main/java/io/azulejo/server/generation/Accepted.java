package io.azulejo.server.generation;

import java.util.UUID;

/**
 * A question that is stored, and where its answer will be.
 *
 * @param message the question's message
 * @param answer the message that the answer becomes
 */
record Accepted(UUID conversation, UUID message, UUID answer, UUID generation) {}
