package io.azulejo.server.security;

import java.util.UUID;

/**
 * Who sends a request. A controller takes it as a parameter, and what it reads or writes is this person's own.
 *
 * @param name by which the person logs in
 */
public record Person(UUID id, String name) {

    /** The one person of a server without accounts. */
    public static final Person LOCAL = new Person(UUID.fromString("00000000-0000-4000-8000-000000000001"), "local");
}
