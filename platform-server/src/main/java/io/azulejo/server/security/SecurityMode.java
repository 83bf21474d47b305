package io.azulejo.server.security;

/** Who may use the server. */
public enum SecurityMode {

    /** One person, on this machine, without a login. */
    LOCAL,

    /** People with accounts that the server keeps. */
    ACCOUNTS;

    /** How requests and answers name it. */
    public String wireName() {
        return this == LOCAL ? "local" : "accounts";
    }
}
