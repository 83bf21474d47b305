package io.azulejo.server.security.oidc;

import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import io.azulejo.server.web.ProblemException;

/** Says in words why a login came to nothing. */
final class OidcProblems {

    private static final Logger log = LoggerFactory.getLogger(OidcProblems.class);

    private OidcProblems() {}

    static Throwable of(Throwable error) {
        if (error instanceof ProblemException) {
            return error;
        }
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof WebClientRequestException || at instanceof TimeoutException) {
                log.warn("The login provider cannot be reached: {}", at.getMessage());
                return OidcRegistration.unreachable();
            }
        }
        if (!(error instanceof OAuth2AuthenticationException refused)) {
            return error;
        }
        log.warn("A login at the provider came to nothing: {}", refused.getError());
        return switch (refused.getError().getErrorCode()) {
            case "access_denied" -> ProblemException.of(HttpStatus.FORBIDDEN, "login-refused",
                    "The provider refused the login", "The login provider did not let you in.");
            case "invalid_grant" -> stale();
            case "invalid_id_token", "invalid_nonce", "invalid_user_info_response" -> ProblemException.of(
                    HttpStatus.UNAUTHORIZED, "login-not-valid", "The login is not valid",
                    "What the login provider said of you cannot be trusted: it is out of date, or not for this login. "
                            + "Try again.");
            default -> ProblemException.of(HttpStatus.BAD_GATEWAY, "provider-failed", "The login provider failed",
                    "The login provider answered with an error. Try again later; this server's log tells more.");
        };
    }

    static ProblemException stale() {
        return ProblemException.of(HttpStatus.BAD_REQUEST, "login-stale", "The login cannot go on",
                "This login was begun in another browser, or too long ago, or has come to its end already. Log in "
                        + "again.");
    }
}
