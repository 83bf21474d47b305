package io.azulejo.server.database;

import java.util.UUID;

import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Makes ids that sort by the time they were made (UUID version 7), so that new rows lie together in their index. */
public final class TimeOrderedId {

    private TimeOrderedId() {}

    @SuppressWarnings("NullAway") // The strategy makes ids without a session.
    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
