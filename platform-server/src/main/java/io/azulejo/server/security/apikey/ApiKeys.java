package io.azulejo.server.security.apikey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.security.Credentials;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Person;
import io.azulejo.server.security.PersonalArchive;
import io.azulejo.server.security.PersonalData;
import io.azulejo.server.security.Secrets;
import io.azulejo.server.security.SecurityProperties;
import io.azulejo.server.web.ProblemException;

/** The keys. What blocks says so. */
@Repository
@Order(1)
class ApiKeys implements Credentials, PersonalData {

    /** By it people, and programs that look for lost secrets, recognise a key. */
    static final String PREFIX = "azk_";

    private static final String BEARER = "Bearer ";
    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final Blocking blocking;
    private final SecurityProperties properties;

    ApiKeys(JdbcClient jdbc, Blocking blocking, SecurityProperties properties) {
        this.jdbc = jdbc;
        this.blocking = blocking;
        this.properties = properties;
    }

    /** Who sends a key is not taken for somebody else by a cookie. */
    @Override
    public Mono<Authentication> of(ServerWebExchange exchange) {
        String header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Mono.empty();
        }
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (!path.startsWith("/api/") && !path.startsWith("/v1/") && !path.startsWith("/actuator/")) {
            return Mono.empty();
        }
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Mono.error(invalid());
        }
        String key = header.substring(BEARER.length()).strip();
        return blocking.call(() -> find(key)).switchIfEmpty(Mono.error(this::invalid));
    }

    private ProblemException invalid() {
        return Logins.required(properties.mode(),
                "The API key is not valid. It may have been revoked, or have expired.");
    }

    private @Nullable Authentication find(String key) {
        byte[] hash = Secrets.digest(key);
        Authentication login = jdbc
                .sql("select person.id, person.name, person.role, scopes, api_key.id as key from api_key "
                        + "join person on person.id = person_id where key_hash = :hash and enabled "
                        + "and (expires_at is null or expires_at > now())")
                .param("hash", hash)
                .query((row, _) -> login(row)).optional().orElse(null);
        if (login != null) {
            jdbc.sql("update api_key set last_used_at = now() where key_hash = :hash "
                    + "and (last_used_at is null or last_used_at < now() - interval '1 minute')").param("hash", hash)
                    .update();
        }
        return login;
    }

    private static Authentication login(ResultSet row) throws SQLException {
        boolean admin = row.getString("role").equals("admin");
        return Logins.scoped(new Person(row.getObject("id", UUID.class), row.getString("name"), admin,
                row.getObject("key", UUID.class)), admin, List.of((String[]) row.getArray("scopes").getArray()));
    }

    /** Blocks. */
    List<ApiKey> list(UUID person) {
        return jdbc.sql("select * from api_key where person_id = :person order by id").param("person", person)
                .query((row, _) -> key(row)).list();
    }

    @Override
    public void export(UUID person, PersonalArchive archive) {
        archive.json("keys.json", list(person));
    }

    /** Blocks. */
    ApiKey create(UUID person, String name, Set<KeyScope> scopes, @Nullable Instant expiresAt) {
        if (list(person).size() >= MOST) {
            throw ProblemException.of(HttpStatus.CONFLICT, "too-many-keys", "Too many keys",
                    "There are " + MOST + " keys already. Delete some that are not used.");
        }
        String secret = PREFIX + Secrets.next();
        return jdbc.sql("insert into api_key (id, person_id, name, key_hash, scopes, expires_at) values (:id, :person, "
                + ":name, :hash, :scopes, :expires) returning *").param("id", TimeOrderedId.next())
                .param("person", person).param("name", name).param("hash", Secrets.digest(secret))
                .param("scopes", scopes.stream().map(KeyScope::name).toArray(String[]::new))
                .param("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .query((row, _) -> key(row)).single().withKey(secret);
    }

    /** Blocks. */
    void delete(UUID person, UUID id) {
        if (jdbc.sql("delete from api_key where id = :id and person_id = :person").param("id", id)
                .param("person", person).update() == 0) {
            throw ProblemException.of(HttpStatus.NOT_FOUND, "unknown-key", "Unknown key",
                    "There is no key '" + id + "'.");
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        List<KeyScope> scopes = Stream.of((String[]) row.getArray("scopes").getArray()).map(KeyScope::valueOf)
                .toList();
        return new ApiKey(row.getObject("id", UUID.class), row.getString("name"), scopes,
                row.getObject("created_at", OffsetDateTime.class).toInstant(), instant(row, "expires_at"),
                instant(row, "last_used_at"), null);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
