package io.azulejo.server.security;

import org.jspecify.annotations.Nullable;

/** A server without a login would listen where others can reach it. */
final class OpenAddressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;

    OpenAddressException(String property, @Nullable String address) {
        super("It would listen on " + (address == null ? "every address" : address) + " (" + property
                + "), where others can reach it, and in local mode nobody has to log in.");
        this.property = property;
    }

    String property() {
        return property;
    }
}
