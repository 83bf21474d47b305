package io.azulejo.server.security.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Secrets;
import io.azulejo.server.security.account.ProvidedPeople;
import io.azulejo.server.security.account.Sessions;
import io.azulejo.server.security.oidc.LoginRequests.Begun;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.ProblemException;

/** Sends browsers to the provider, and takes them when they come back. */
@RestController
@OidcMode
class OidcController {

    private static final String BROWSER_COOKIE = "AZULEJO_LOGIN";
    private static final Duration BROWSER_AGE = Duration.ofMinutes(10);
    private static final int MAX_RETURN = 500;

    private final OidcLogin login;
    private final OidcRegistration registration;
    private final LoginRequests requests;
    private final ProvidedPeople people;
    private final Sessions sessions;
    private final OidcClaims claims;
    private final Blocking blocking;

    OidcController(OidcLogin login, OidcRegistration registration, LoginRequests requests, ProvidedPeople people,
            Sessions sessions, OidcProperties properties, Blocking blocking) {
        this.login = login;
        this.registration = registration;
        this.requests = requests;
        this.people = people;
        this.sessions = sessions;
        this.claims = new OidcClaims(properties);
        this.blocking = blocking;
    }

    @GetMapping(Logins.PROVIDER)
    Mono<ResponseEntity<Void>> begin(@RequestParam(name = "return", required = false) @Nullable String returnTo,
            ServerWebExchange exchange) {
        return blocking.call(() -> browser(exchange).orElseGet(Secrets::next))
                .flatMap(browser -> login.begin(exchange, browser, ownPath(returnTo))
                        .doOnNext(_ -> setCookie(exchange, browser)))
                .map(OidcController::found).onErrorResume(error -> refuse(exchange, error));
    }

    @GetMapping("/login/oauth2/code/{registration}")
    @Audited("session.login")
    Mono<ResponseEntity<Void>> finish(@PathVariable("registration") String id,
            @RequestParam MultiValueMap<String, String> answer, ServerWebExchange exchange) {
        Audited.Notes.subject(exchange, "unknown");
        return blocking.call(() -> take(id, answer, exchange))
                .flatMap(begun -> login.finish(begun, answer)
                        .flatMap(user -> blocking.call(() -> start(user, exchange)))
                        .map(_ -> found(URI.create(begun.returnTo()))))
                .onErrorResume(error -> refuse(exchange, error));
    }

    private Begun take(String id, MultiValueMap<String, String> answer, ServerWebExchange exchange) {
        String state = answer.getFirst("state");
        if (!id.equals(registration.id()) || state == null) {
            throw OidcProblems.stale();
        }
        return browser(exchange).flatMap(browser -> requests.take(state, browser))
                .orElseThrow(OidcProblems::stale);
    }

    private UUID start(OidcUser user, ServerWebExchange exchange) {
        // The ID token was refused without either.
        String issuer = Objects.requireNonNull(user.getIdToken().getClaimAsString("iss"));
        String subject = Objects.requireNonNull(user.getSubject());
        Audited.Notes.subject(exchange, subject);
        Audited.Notes.detail(exchange, "issuer=" + issuer);
        UUID person = people.logIn(claims.read(issuer, subject, user.getClaims()));
        Audited.Notes.subject(exchange, person.toString());
        sessions.setCookie(exchange, sessions.create(person, user.getIdToken().getTokenValue()));
        return person;
    }

    /** Somebody who looks is shown a page that says why; a program is told. */
    private static Mono<ResponseEntity<Void>> refuse(ServerWebExchange exchange, Throwable error) {
        Throwable known = OidcProblems.of(error);
        if (known instanceof ProblemException problem && exchange.getRequest().getHeaders().getAccept().stream()
                .anyMatch(type -> type.equalsTypeAndSubtype(MediaType.TEXT_HTML))) {
            String type = String.valueOf(problem.getBody().getType());
            Audited.Notes.status(exchange, problem.getStatusCode().value());
            return Mono.just(found(URI.create("/login?problem=" + type.substring(type.lastIndexOf(':') + 1))));
        }
        return Mono.error(known);
    }

    private static ResponseEntity<Void> found(URI where) {
        return ResponseEntity.status(HttpStatus.FOUND).location(where).build();
    }

    /** Nobody is sent on to another site. */
    private static String ownPath(@Nullable String path) {
        if (path == null || path.length() > MAX_RETURN || !path.startsWith("/") || path.startsWith("//")) {
            return "/";
        }
        try {
            URI uri = new URI(path);
            return uri.getHost() == null && uri.getScheme() == null ? uri.toASCIIString() : "/";
        } catch (URISyntaxException _) {
            return "/";
        }
    }

    private static Optional<String> browser(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getRequest().getCookies().getFirst(BROWSER_COOKIE))
                .map(HttpCookie::getValue).filter(value -> !value.isEmpty());
    }

    private static void setCookie(ServerWebExchange exchange, String browser) {
        exchange.getResponse().addCookie(ResponseCookie.from(BROWSER_COOKIE, browser).path("/login").httpOnly(true)
                .secure("https".equals(exchange.getRequest().getURI().getScheme())).sameSite("Lax")
                .maxAge(BROWSER_AGE).build());
    }
}
