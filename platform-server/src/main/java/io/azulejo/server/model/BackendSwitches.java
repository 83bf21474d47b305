package io.azulejo.server.model;

import java.util.Set;

/** Tells which backends are not to be loaded although the configuration names them. */
@FunctionalInterface
public interface BackendSwitches {

    /** The names of those that were switched off. */
    Set<String> off();
}
