package io.azulejo.server.security.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** The accounts. All methods block. */
@Repository
class Accounts {

    private final JdbcClient jdbc;

    Accounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Stored(Account account, @Nullable String password) {}

    Optional<Stored> byName(String name) {
        return jdbc.sql("select " + Account.COLUMNS + ", password from person where lower(name) = lower(:name)")
                .param("name", name)
                .query((row, _) -> new Stored(Account.of(row), row.getString("password"))).optional();
    }

    Optional<Stored> byId(UUID id) {
        return jdbc.sql("select " + Account.COLUMNS + ", password from person where id = :id").param("id", id)
                .query((row, _) -> new Stored(Account.of(row), row.getString("password"))).optional();
    }

    /** @throws ProblemException 404 where there is no such account */
    Account require(UUID id) {
        return jdbc.sql("select " + Account.COLUMNS + " from person where id = :id and account").param("id", id)
                .query((row, _) -> Account.of(row)).optional().orElseThrow(() -> unknown(id));
    }

    /** @param part of a name, large or small letters alike; null for all */
    List<Account> list(@Nullable String part, @Nullable UUID after, int limit) {
        return jdbc.sql("select " + Account.COLUMNS + " from person where account "
                + "and (cast(:part as text) is null or position(lower(:part) in lower(name)) > 0 "
                + "or position(lower(:part) in lower(display_name)) > 0) "
                + "and (cast(:after as uuid) is null or id > :after) order by id limit :limit").param("part", part)
                .param("after", after).param("limit", limit).query((row, _) -> Account.of(row)).list();
    }

    boolean hasAdministrator() {
        return jdbc.sql("select exists (select from person where role = 'admin' and account)")
                .query(Boolean.class).single();
    }

    /** @throws ProblemException 409 where somebody has the name */
    Account create(String name, String displayName, String password, AccountRole role) {
        UUID id = TimeOrderedId.next();
        try {
            jdbc.sql("insert into person (id, name, display_name, password, role) values (:id, :name, :shown, "
                    + ":password, :role)").param("id", id).param("name", name).param("shown", displayName)
                    .param("password", password).param("role", role.name()).update();
        } catch (DuplicateKeyException _) {
            throw taken(name);
        }
        return byId(id).orElseThrow().account();
    }

    /** The person of local mode gets a name and a password. Empty where there is an administrator already. */
    @Transactional
    Optional<Account> createFirst(String name, String displayName, String password) {
        jdbc.sql("select from person where id = :id for update").param("id", Person.LOCAL.id()).query().listOfRows();
        if (hasAdministrator()) {
            return Optional.empty();
        }
        try {
            jdbc.sql("update person set name = :name, display_name = :shown, password = :password, role = 'admin', "
                    + "enabled = true, account = true where id = :id").param("id", Person.LOCAL.id())
                    .param("name", name)
                    .param("shown", displayName).param("password", password).update();
        } catch (DuplicateKeyException _) {
            throw taken(name);
        }
        jdbc.sql("delete from account_link where first").update();
        return byId(Person.LOCAL.id()).map(Stored::account);
    }

    /** Ends all logins of the person but one. */
    @Transactional
    void setPassword(UUID id, String password, byte @Nullable [] keep) {
        jdbc.sql("update person set password = :password where id = :id").param("password", password).param("id", id)
                .update();
        jdbc.sql("delete from login_session where person_id = :id and token_hash is distinct from "
                + "cast(:keep as bytea)").param("id", id).param("keep", keep).update();
        jdbc.sql("delete from account_link where person_id = :id").param("id", id).update();
    }

    /** Null leaves a value as it is. One enabled administrator must stay. */
    @Transactional
    Account change(UUID id, @Nullable AccountRole role, @Nullable Boolean enabled) {
        // One change at a time: two administrators could each take the other's role.
        jdbc.sql("select id from person where role = 'admin' for update").query().listOfRows();
        int changed = jdbc.sql("update person set role = coalesce(:role, role), enabled = coalesce(:enabled, enabled) "
                + "where id = :id and account").param("role", role == null ? null : role.name())
                .param("enabled", enabled).param("id", id).update();
        if (changed == 0) {
            throw unknown(id);
        }
        if (!jdbc.sql("select exists (select from person where role = 'admin' and enabled and account)")
                .query(Boolean.class).single()) {
            throw lastAdministrator();
        }
        if (Boolean.FALSE.equals(enabled)) {
            jdbc.sql("delete from login_session where person_id = :id").param("id", id).update();
        }
        return byId(id).orElseThrow().account();
    }

    /** @throws ProblemException 404 where there is no such account, 409 where it is the last administrator's */
    void requireDispensable(UUID id) {
        jdbc.sql("select id from person where role = 'admin' for update").query().listOfRows();
        Account account = require(id);
        if (account.role() == AccountRole.admin && !jdbc.sql("select exists (select from person where role = 'admin' "
                + "and enabled and account and id <> :id)").param("id", id).query(Boolean.class)
                .single()) {
            throw lastAdministrator();
        }
    }

    /** The person of local mode stays, as nobody's account. */
    void delete(UUID id) {
        jdbc.sql("delete from person where id = :id").param("id", id).update();
        if (id.equals(Person.LOCAL.id())) {
            jdbc.sql("insert into person (id, name, display_name, role, account) "
                    + "values (:id, :name, :name, 'admin', false)")
                    .param("id", id).param("name", Person.LOCAL.name()).update();
        }
    }

    private static ProblemException lastAdministrator() {
        return ProblemException.of(HttpStatus.CONFLICT, "last-administrator", "Last administrator",
                "One administrator must stay. Make somebody else one first.");
    }

    static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-user", "Unknown user",
                "There is no user '" + id + "'.");
    }

    private static ProblemException taken(String name) {
        return ProblemException.of(HttpStatus.CONFLICT, "name-taken", "Name taken",
                "Somebody has the name '" + name + "'. Choose another one.").withParameter("name");
    }
}
