package io.azulejo.server.limit;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * How much was used, with what is set aside for answers in progress.
 *
 * @param requestsLastMinute in the last 60 seconds
 * @param concurrent answers in progress
 */
@Schema(name = "Use")
record Use(long requestsLastMinute, long requestsToday, long tokensToday, long tokensThisMonth,
        long pictureTokensToday, long concurrent) {

    static Use of(ResultSet row) throws SQLException {
        return new Use(row.getLong("minute"), row.getLong("requests"), row.getLong("tokens"), row.getLong("month"),
                row.getLong("pictures"), row.getLong("running"));
    }
}
