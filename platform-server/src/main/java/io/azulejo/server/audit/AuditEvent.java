package io.azulejo.server.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, or tried to.
 *
 * @param actor the id of who it was; null where nobody was logged in
 * @param name of the actor; null also where the account is deleted
 * @param key the API key that it was done with
 * @param action a thing and a verb, such as {@code user.change}
 * @param subject on what: an id or a name
 * @param detail more, in words
 * @param address from where
 * @param status of the answer
 */
record AuditEvent(UUID id, Instant at, @Nullable UUID actor, @Nullable String name, @Nullable UUID key, String action,
        @Nullable String subject, @Nullable String detail, @Nullable String address, Result result, int status) {

    /** What came of it. Named as on the wire and in the database. */
    enum Result {

        done,

        /** It was not allowed, or could not be done as it was asked. */
        refused,

        /** Something went wrong in the server. */
        failed;

        static Result of(int status) {
            return status < 400 ? done : status < 500 ? refused : failed;
        }
    }
}
