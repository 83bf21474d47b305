package io.azulejo.server.security.account;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.security.Secrets;
import io.azulejo.server.web.ProblemException;

/** Links that make an account, or set a new password, once. All methods block. */
@Repository
class Links {

    private final JdbcClient jdbc;
    private final Accounts accounts;

    Links(JdbcClient jdbc, Accounts accounts) {
        this.jdbc = jdbc;
        this.accounts = accounts;
    }

    /** A link to send to somebody. It is told this once. */
    record Link(String token, String path, Instant expiresAt) {}

    Link invite(AccountRole role, boolean first, Duration validity) {
        return create("/invitations/", null, role, first, validity);
    }

    Link reset(UUID person, Duration validity) {
        return create("/password-reset/", person, AccountRole.user, false, validity);
    }

    private Link create(String path, @Nullable UUID person, AccountRole role, boolean first, Duration validity) {
        String token = Secrets.next();
        Instant expiresAt = DatabaseTime.now().plus(validity).truncatedTo(ChronoUnit.SECONDS);
        jdbc.sql("delete from account_link where expires_at < now()").update();
        jdbc.sql("insert into account_link (token_hash, person_id, role, first, expires_at) values (:hash, :person, "
                + ":role, :first, :expires)").param("hash", Secrets.digest(token)).param("person", person)
                .param("role", role.name()).param("first", first)
                .param("expires", expiresAt.atOffset(ZoneOffset.UTC)).update();
        return new Link(token, path + token, expiresAt);
    }

    /** The link is used up only where the account is made. */
    @Transactional
    Account accept(String token, String name, String displayName, String password) {
        Used link = use(token, false);
        return link.first()
                ? accounts.createFirst(name, displayName, password).orElseThrow(Links::unknown)
                : accounts.create(name, displayName, password, link.role());
    }

    @Transactional
    Account setPassword(String token, String password) {
        UUID person = use(token, true).person();
        if (person == null) {
            throw unknown();
        }
        accounts.setPassword(person, password, null);
        return accounts.byId(person).orElseThrow(Links::unknown).account();
    }

    /** Before the work of a password is done for it. */
    void require(String token, boolean forPassword) {
        if (!jdbc.sql("select exists (select from account_link where token_hash = :hash and expires_at > now() "
                + "and (person_id is not null) = :reset)").param("hash", Secrets.digest(token))
                .param("reset", forPassword).query(Boolean.class).single()) {
            throw unknown();
        }
    }

    private record Used(@Nullable UUID person, AccountRole role, boolean first) {}

    private Used use(String token, boolean forPassword) {
        return jdbc.sql("delete from account_link where token_hash = :hash and expires_at > now() "
                + "and (person_id is not null) = :reset returning person_id, role, first")
                .param("hash", Secrets.digest(token)).param("reset", forPassword)
                .query((row, _) -> new Used(row.getObject("person_id", UUID.class),
                        AccountRole.valueOf(row.getString("role")), row.getBoolean("first")))
                .optional().orElseThrow(Links::unknown);
    }

    private static ProblemException unknown() {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-link", "Unknown link",
                "The link was used, or is too old. Ask an administrator for a new one.");
    }
}
