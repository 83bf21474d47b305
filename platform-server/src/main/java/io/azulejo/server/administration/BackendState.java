package io.azulejo.server.administration;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What becomes of a backend on this instance. */
sealed interface BackendState {

    /** It serves. */
    record Ready() implements BackendState {}

    /** It is not wanted, or was not loaded yet. */
    record Unloaded() implements BackendState {}

    /** It gives its answers in progress time to end. */
    record Unloading() implements BackendState {}

    /**
     * @param progress how far it has come, or null where it waits for its turn
     */
    record Loading(Instant since, @Nullable Progress progress) implements BackendState {}

    /** @param problem why it could not be loaded, in words */
    record Failed(String problem) implements BackendState {}

    /**
     * @param model the model that is loading
     * @param bytesLoaded bytes of weights in place
     * @param bytesTotal bytes of weights in all
     */
    record Progress(String model, long bytesLoaded, long bytesTotal) {}

    default boolean isSettled() {
        return switch (this) {
            case Ready _,Unloaded _,Failed _ -> true;
            case Loading _,Unloading _ -> false;
        };
    }
}
