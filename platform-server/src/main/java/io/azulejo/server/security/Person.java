package io.azulejo.server.security;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request. A controller takes it as a parameter, and what it reads or writes is this person's own.
 *
 * @param name by which the person logs in
 * @param administrator whether it is an administrator, who may use every model
 * @param key the API key that the request was sent with, if any
 */
public record Person(UUID id, String name, boolean administrator, @Nullable UUID key) {

    /** The one person of a server without accounts. */
    public static final Person LOCAL = new Person(UUID.fromString("00000000-0000-4000-8000-000000000001"), "local",
            true, null);

    public boolean isLocal() {
        return name.equals(LOCAL.name);
    }

    /**
     * As whom backends that are short of room serve this person in turns.
     *
     * @param told whom a program of the one person of local mode asks for; those of others could tell of many
     */
    public @Nullable String turn(@Nullable String told) {
        return isLocal() ? told : id.toString();
    }
}
