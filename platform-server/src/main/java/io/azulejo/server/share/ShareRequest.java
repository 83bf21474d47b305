package io.azulejo.server.share;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is to be shared.
 *
 * @param message the last message to show; the newest one where absent
 * @param expiresAt when the link ends; where absent, when the server's setting says, or never
 */
record ShareRequest(@Nullable UUID message, @Nullable Instant expiresAt) {

    static final ShareRequest EMPTY = new ShareRequest(null, null);
}
