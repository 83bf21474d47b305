package io.azulejo.server.security.oidc;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.azulejo.server.security.Secrets;

/** Logins that were begun. They come back to any instance, once, and to the browser that began them. All methods block. */
@Repository
@OidcMode
class LoginRequests {

    private final JdbcClient jdbc;

    LoginRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param returnTo the path that the person goes to in the end */
    record Begun(String nonce, String verifier, String redirectUri, String returnTo) {}

    void add(String state, String browser, Begun begun) {
        jdbc.sql("delete from login_request where created_at < now() - interval '10 minutes'").update();
        jdbc.sql("insert into login_request (state_hash, browser_hash, nonce, verifier, redirect_uri, return_to) "
                + "values (:state, :browser, :nonce, :verifier, :redirect, :return)")
                .param("state", Secrets.digest(state)).param("browser", Secrets.digest(browser))
                .param("nonce", begun.nonce()).param("verifier", begun.verifier())
                .param("redirect", begun.redirectUri()).param("return", begun.returnTo()).update();
    }

    Optional<Begun> take(String state, String browser) {
        return jdbc.sql("delete from login_request where state_hash = :state and browser_hash = :browser "
                + "and created_at > now() - interval '10 minutes' returning nonce, verifier, redirect_uri, return_to")
                .param("state", Secrets.digest(state)).param("browser", Secrets.digest(browser))
                .query((row, _) -> new Begun(row.getString("nonce"), row.getString("verifier"),
                        row.getString("redirect_uri"), row.getString("return_to")))
                .optional();
    }
}
