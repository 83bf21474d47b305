package io.azulejo.server.security.account;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.security.Memberships;
import io.azulejo.server.security.Person;
import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;
import io.azulejo.server.web.ProblemException;

/** People whom a provider vouches for. All methods block. */
@Repository
@Order(1)
public class ProvidedPeople implements PersonalData {

    private static final int MAX_LENGTH = 100;
    private static final String NOT_IN_NAMES = "[^\\p{L}\\p{N}._@+-]+";

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final Memberships memberships;

    ProvidedPeople(JdbcClient jdbc, Accounts accounts, Memberships memberships) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.memberships = memberships;
    }

    /**
     * What a provider says of somebody. Issuer and subject alone say who it is: names and addresses change hands.
     *
     * @param groups null where the provider does not say
     */
    public record Provided(String issuer, String subject, String name, String displayName, boolean administrator,
            @Nullable Collection<String> groups) {}

    /**
     * Who that is, with what the provider says now. Somebody new gets an account.
     *
     * @throws ProblemException 403 where the account is switched off
     */
    @Transactional
    public UUID logIn(Provided provided) {
        // One at a time: two could take the same name, and the first administrator is one person.
        jdbc.sql("select pg_advisory_xact_lock(hashtext('person_identity'))").query().listOfRows();
        UUID id = known(provided).orElseGet(() -> create(provided));
        jdbc.sql("update person set name = :name, display_name = :shown, role = :role where id = :id")
                .param("name", freeName(provided.name(), id)).param("shown", shortened(provided.displayName()))
                .param("role", (provided.administrator() ? AccountRole.admin : AccountRole.user).name())
                .param("id", id).update();
        if (!accounts.require(id).enabled()) {
            throw ProblemException.of(HttpStatus.FORBIDDEN, "switched-off", "Switched off",
                    "Your account here is switched off. Ask an administrator.");
        }
        if (provided.groups() != null) {
            memberships.set(id, provided.groups());
        }
        return id;
    }

    private Optional<UUID> known(Provided provided) {
        return jdbc.sql("select person_id from person_identity where issuer = :issuer and subject = :subject")
                .param("issuer", provided.issuer()).param("subject", provided.subject()).query(UUID.class).optional();
    }

    /** The first administrator is the person of local mode, as with accounts. */
    private UUID create(Provided provided) {
        UUID id = TimeOrderedId.next();
        if (provided.administrator() && !accounts.hasAdministrator()) {
            id = Person.LOCAL.id();
            jdbc.sql("update person set account = true, enabled = true where id = :id").param("id", id).update();
        } else {
            jdbc.sql("insert into person (id, name) values (:id, :name)").param("id", id)
                    .param("name", freeName(provided.name(), id)).update();
        }
        jdbc.sql("insert into person_identity (issuer, subject, person_id) values (:issuer, :subject, :id)")
                .param("issuer", provided.issuer()).param("subject", provided.subject()).param("id", id).update();
        return id;
    }

    /** Names are unique here, and at a provider perhaps not. */
    private String freeName(String wanted, UUID id) {
        String name = shortened(wanted.strip().replaceAll(NOT_IN_NAMES, "_"));
        String free = name;
        for (int i = 2; isTaken(free, id); i++) {
            String ending = "-" + i;
            free = name.substring(0, Math.min(name.length(), MAX_LENGTH - ending.length())) + ending;
        }
        return free;
    }

    private boolean isTaken(String name, UUID id) {
        return name.toLowerCase(Locale.ROOT).equals(Person.LOCAL.name())
                || jdbc.sql("select exists (select from person where lower(name) = lower(:name) and id <> :id)")
                        .param("name", name).param("id", id).query(Boolean.class).single();
    }

    private static String shortened(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    }

    record Identity(String issuer, String subject) {}

    @Override
    public void export(UUID person, PersonalArchive archive) {
        archive.json("identities.json",
                jdbc.sql("select issuer, subject from person_identity where person_id = :person "
                        + "order by created_at").param("person", person)
                        .query((row, _) -> new Identity(row.getString("issuer"), row.getString("subject"))).list());
    }
}
