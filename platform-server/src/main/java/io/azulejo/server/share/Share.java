package io.azulejo.server.share;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A link to a conversation as it was.
 *
 * @param title the conversation's title at the time
 * @param expiresAt when it ends by itself; null where it does not
 */
record Share(UUID id, UUID conversation, String title, Instant createdAt, @Nullable Instant expiresAt) {

    /**
     * A link that was just made. Its token is told this once.
     *
     * @param path where a browser shows it
     */
    record Made(UUID id, String token, String path, UUID conversation, String title, Instant createdAt,
            @Nullable Instant expiresAt) {

        static Made of(Share share, String token) {
            return new Made(share.id(), token, "/shared/" + token, share.conversation(), share.title(),
                    share.createdAt(), share.expiresAt());
        }
    }
}
