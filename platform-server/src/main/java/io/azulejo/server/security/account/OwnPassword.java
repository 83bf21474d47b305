package io.azulejo.server.security.account;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

import io.azulejo.server.security.Person;
import io.azulejo.server.security.SecurityProperties;
import io.azulejo.server.web.ProblemException;

/** Asks somebody who is logged in for the password once more, before something grave. Blocks. */
@Component
class OwnPassword {

    private final Accounts accounts;
    private final Passwords passwords;
    private final LoginAttempts attempts;
    private final SecurityProperties properties;

    OwnPassword(Accounts accounts, Passwords passwords, LoginAttempts attempts, SecurityProperties properties) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.attempts = attempts;
        this.properties = properties;
    }

    /** @throws ProblemException 403 where it is another one, 429 where it was tried too often, 404 without accounts */
    void require(Person person, String password, String field) {
        properties.requirePasswords();
        attempts.count(person.name(), "own");
        if (!passwords.matches(password, accounts.byId(person.id()).orElseThrow().password())) {
            throw ProblemException.of(HttpStatus.FORBIDDEN, "wrong-password", "Wrong password",
                    "The password is wrong.").withParameter(field);
        }
        attempts.forget(person.name(), "own");
    }
}
