package io.azulejo.server.database;

/**
 * Is there where the application runs the database itself, so that it can be sure at its start that no other instance
 * is alive on it.
 */
public final class OwnDatabase {

    OwnDatabase() {}
}
