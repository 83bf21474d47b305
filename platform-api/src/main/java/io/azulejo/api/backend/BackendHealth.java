package io.azulejo.api.backend;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The state of a backend.
 *
 * @param status whether it can serve
 * @param message why not, in words for an operator, or null where there is nothing to say
 * @param details figures worth showing, such as queue length and free blocks; values are strings, numbers, booleans,
 *        lists and maps of these
 */
public record BackendHealth(Status status, @Nullable String message, Map<String, Object> details) {

    /** Whether a backend can serve. */
    public enum Status {
        UP, DOWN
    }

    public BackendHealth {
        details = Map.copyOf(details);
    }

    public static BackendHealth up(Map<String, Object> details) {
        return new BackendHealth(Status.UP, null, details);
    }

    public static BackendHealth down(String message) {
        return new BackendHealth(Status.DOWN, message, Map.of());
    }
}
