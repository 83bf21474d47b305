package io.azulejo.server.plugin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A plugin that was found, whether it works or not.
 *
 * @param id its id, or its file's name where it has none that can be read
 * @param version its version
 * @param description what it says of itself
 * @param provider who made it
 * @param requires the versions of the SPI that it works with, as it says
 * @param state whether its backends can be used
 * @param problem why not, or null
 * @param types the types of backends that it makes
 */
record BackendPlugin(String id, @Nullable String version, @Nullable String description, @Nullable String provider,
        @Nullable String requires, State state, @Nullable String problem, List<String> types) {

    BackendPlugin {
        types = List.copyOf(types);
    }

    enum State {
        ACTIVE, REFUSED
    }
}
