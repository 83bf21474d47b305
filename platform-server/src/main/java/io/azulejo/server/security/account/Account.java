package io.azulejo.server.security.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A person who may log in, as administrators see them. */
record Account(UUID id, String name, String displayName, AccountRole role, boolean enabled, Instant createdAt) {

    static final String COLUMNS = "person.id, person.name, person.display_name, person.role, person.enabled, "
            + "person.created_at";

    static Account of(ResultSet row) throws SQLException {
        return new Account(row.getObject("id", UUID.class), row.getString("name"), row.getString("display_name"),
                AccountRole.valueOf(row.getString("role")), row.getBoolean("enabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
