package io.azulejo.server.security;

import org.springframework.security.core.Authentication;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** One way in which a request shows whose it is. */
@FunctionalInterface
public interface Credentials {

    /** Empty where the request shows nothing of this kind; an error where what it shows is not valid. */
    Mono<Authentication> of(ServerWebExchange exchange);
}
