package io.azulejo.server.security;

import java.util.UUID;

/**
 * Something that is kept of people. What belongs to a person's row in the database goes with it; an implementation deletes
 * what does not. Those of a lower order come first.
 */
public interface PersonalData {

    /** Deletes what is kept of somebody, in the transaction in which the person goes. Blocks. */
    default void delete(UUID person) {}

    /** Writes what is kept of somebody. Blocks. */
    void export(UUID person, PersonalArchive archive);
}
