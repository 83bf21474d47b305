package io.azulejo.server.security.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A key as its person sees it.
 *
 * @param key the key itself, in the answer that made it and never again
 */
record ApiKey(UUID id, String name, List<KeyScope> scopes, Instant createdAt, @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {

    ApiKey withKey(String made) {
        return new ApiKey(id, name, scopes, createdAt, expiresAt, lastUsedAt, made);
    }
}
