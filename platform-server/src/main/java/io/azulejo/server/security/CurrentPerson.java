package io.azulejo.server.security;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells who sends a request. */
@FunctionalInterface
public interface CurrentPerson {

    Mono<Person> of(ServerWebExchange exchange);
}
