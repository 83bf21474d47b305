package io.azulejo.server.security;

import java.util.Locale;

/** Who may use the server. */
public enum SecurityMode {

    /** One person, on this machine, without a login. */
    LOCAL,

    /** People with accounts that the server keeps. */
    ACCOUNTS,

    /** People whom an OpenID provider vouches for. */
    OIDC;

    /** How requests and answers name it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
