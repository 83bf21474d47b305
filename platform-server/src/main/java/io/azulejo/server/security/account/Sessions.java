package io.azulejo.server.security.account;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Credentials;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Person;
import io.azulejo.server.security.Secrets;
import io.azulejo.server.security.SecurityProperties;

/** Logins of browsers, by a cookie. They are in the database, so that every instance knows them and can end them. */
@Repository
@Order(2)
public class Sessions implements Credentials {

    private static final String VALID = "used_at > now() - make_interval(secs => :idle) "
            + "and login_session.created_at > now() - make_interval(secs => :age)";

    private static final Duration RECENT = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Blocking blocking;
    private final SecurityProperties.Session limits;

    Sessions(JdbcClient jdbc, Blocking blocking, SecurityProperties properties) {
        this.jdbc = jdbc;
        this.blocking = blocking;
        this.limits = properties.session();
    }

    @Override
    public Mono<Authentication> of(ServerWebExchange exchange) {
        String token = token(exchange);
        return token == null ? Mono.empty() : blocking.call(() -> find(token));
    }

    private @Nullable Authentication find(String token) {
        byte[] hash = Secrets.digest(token);
        Authentication login = jdbc.sql("select " + Account.COLUMNS + " from login_session join person "
                + "on person.id = person_id where token_hash = :hash and enabled and " + VALID).param("hash", hash)
                .param("idle", seconds(limits.idle())).param("age", seconds(limits.maxAge()))
                .query((row, _) -> login(Account.of(row))).optional().orElse(null);
        if (login != null) {
            jdbc.sql("update login_session set used_at = now() where token_hash = :hash "
                    + "and used_at < now() - interval '1 minute'").param("hash", hash).update();
        }
        return login;
    }

    private static Authentication login(Account account) {
        boolean admin = account.role() == AccountRole.admin;
        return Logins.full(new Person(account.id(), account.name(), admin, null), admin);
    }

    /**
     * Blocks.
     *
     * @param idToken what a provider said of the person, if one did
     */
    public String create(UUID person, @Nullable String idToken) {
        String token = Secrets.next();
        jdbc.sql("delete from login_session where not (" + VALID + ")").param("idle", seconds(limits.idle()))
                .param("age", seconds(limits.maxAge())).update();
        jdbc.sql("insert into login_session (token_hash, person_id, id_token) values (:hash, :person, :idToken)")
                .param("hash", Secrets.digest(token)).param("person", person).param("idToken", idToken).update();
        return token;
    }

    /** Tells the provider's ID token, if the login has one. Blocks. */
    Optional<String> end(String token) {
        return jdbc.sql("delete from login_session where token_hash = :hash returning id_token")
                .param("hash", Secrets.digest(token)).query((row, _) -> Optional.ofNullable(row.getString("id_token")))
                .optional().flatMap(idToken -> idToken);
    }

    /** Blocks. */
    boolean isRecent(ServerWebExchange exchange) {
        String token = token(exchange);
        return token != null && jdbc.sql("select exists (select from login_session where token_hash = :hash "
                + "and created_at > now() - make_interval(secs => :recent))").param("hash", Secrets.digest(token))
                .param("recent", seconds(RECENT)).query(Boolean.class).single();
    }

    static @Nullable String token(ServerWebExchange exchange) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(Logins.SESSION_COOKIE);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** @param token empty to take the cookie away */
    public void setCookie(ServerWebExchange exchange, String token) {
        exchange.getResponse().addCookie(ResponseCookie.from(Logins.SESSION_COOKIE, token).path("/").httpOnly(true)
                .secure("https".equals(exchange.getRequest().getURI().getScheme())).sameSite("Lax")
                .maxAge(token.isEmpty() ? Duration.ZERO : limits.maxAge()).build());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
