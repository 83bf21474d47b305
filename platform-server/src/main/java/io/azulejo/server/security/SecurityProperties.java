package io.azulejo.server.security;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpStatus;

import io.azulejo.server.web.ProblemException;

/**
 * Who may use the server.
 *
 * @param mode local: one person without a login, on loopback only; accounts: people who log in with a password; oidc:
 *     people who log in at an OpenID provider
 * @param allowedHosts names, beside those of loopback, by which pages may reach a server in local mode
 * @param administrator the first administrator; without it the log shows a link to make one
 * @param session how long a login lasts
 */
@ConfigurationProperties("azulejo.security")
public record SecurityProperties(@DefaultValue("local") SecurityMode mode, @DefaultValue List<String> allowedHosts,
        @Nullable Administrator administrator, @DefaultValue Session session) {

    /** Whether people log in. */
    public boolean hasLogins() {
        return mode != SecurityMode.LOCAL;
    }

    public boolean hasPasswords() {
        return mode == SecurityMode.ACCOUNTS;
    }

    /** @throws ProblemException 404 where nobody logs in */
    public void requireLogins() {
        if (!hasLogins()) {
            throw noAccounts("This server has no accounts: it runs in local mode.");
        }
    }

    /** @throws ProblemException 404 where nobody has a password here */
    public void requirePasswords() {
        if (!hasPasswords()) {
            throw noAccounts("This server keeps no passwords: it runs in " + mode.wireName() + " mode.");
        }
    }

    private static ProblemException noAccounts(String detail) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "no-accounts", "No accounts", detail);
    }

    /**
     * @param name by which the administrator logs in
     * @param password the first password, of at least 12 characters
     */
    public record Administrator(String name, String password) {

        @Override
        public String toString() {
            return "Administrator[name=" + name + "]";
        }
    }

    /**
     * @param idle how long a login lasts without a request
     * @param maxAge how long a login lasts at most
     */
    public record Session(@DefaultValue("7d") Duration idle, @DefaultValue("30d") Duration maxAge) {}
}
