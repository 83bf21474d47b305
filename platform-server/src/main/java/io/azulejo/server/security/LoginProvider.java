package io.azulejo.server.security;

import java.net.URI;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who vouches for people who have no password here. */
public interface LoginProvider {

    /**
     * Where a browser has to go for the provider to end its login too. Empty where it cannot.
     *
     * @param idToken what the provider said of the person at the login
     */
    Mono<URI> logout(String idToken, ServerWebExchange exchange);
}
