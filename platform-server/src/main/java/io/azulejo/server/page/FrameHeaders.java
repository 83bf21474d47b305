package io.azulejo.server.page;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Keeps what is drawn in a frame, such as a diagram out of a model's answer, from doing anything but being drawn. */
@Component
class FrameHeaders implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getRequest().getPath().pathWithinApplication().value().startsWith("/frames/")) {
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> {
                HttpHeaders headers = exchange.getResponse().getHeaders();
                headers.set("Content-Security-Policy", ContentSecurityPolicy.FRAME);
                headers.set("X-Frame-Options", "SAMEORIGIN");
                headers.set("X-Content-Type-Options", "nosniff");
            }));
        }
        return chain.filter(exchange);
    }
}
