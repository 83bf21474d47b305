package io.azulejo.server.database;

import java.util.UUID;

import org.hibernate.id.uuid.UuidVersion7Strategy;

/**
 * Makes ids that sort by the time they were made, by the database's clock (UUID version 7): new rows lie together in their
 * index, and the newest are the last ones, whichever instance made them.
 */
public final class TimeOrderedId {

    private TimeOrderedId() {}

    @SuppressWarnings("NullAway") // The strategy makes ids without a session.
    public static UUID next() {
        UUID made = UuidVersion7Strategy.INSTANCE.generateUuid(null);
        // The first 48 bits are milliseconds.
        return new UUID(made.getMostSignificantBits() + (DatabaseTime.ahead().toMillis() << 16),
                made.getLeastSignificantBits());
    }
}
