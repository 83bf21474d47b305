package io.azulejo.server.generation;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.azulejo.server.web.ProblemException;

/** The key by which the sender of a request knows it again. */
final class RequestKey {

    static final String HEADER = "Idempotency-Key";
    private static final int MAX_LENGTH = 100;

    private RequestKey() {}

    static @Nullable String check(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > MAX_LENGTH)) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter",
                    HEADER + " has " + key.length() + " characters; give it 1 to " + MAX_LENGTH + ".")
                    .withParameter(HEADER);
        }
        return key;
    }
}
