package io.azulejo.server.web;

import java.util.concurrent.atomic.AtomicLong;

import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns away, before anything is read, requests under {@code /api/} that are too large and those that another site's
 * page makes a browser send: a form needs no permission to reach a server without a login.
 */
@Component
@Order(-100)
class RequestGuard implements WebFilter {

    private final long maxBytes;

    RequestGuard(RequestProperties properties) {
        this.maxBytes = properties.maxSize().toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().pathWithinApplication().value().startsWith("/api/")) {
            return chain.filter(exchange);
        }
        if (isFromAnotherSite(request)) {
            return Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "cross-site", "Cross-site request",
                    "A page of another site sent this request. Only pages of this server may change anything."));
        }
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(tooLarge());
        }
        return chain.filter(exchange.mutate().request(new Counted(request)).build());
    }

    private static boolean isFromAnotherSite(ServerHttpRequest request) {
        return !request.getMethod().equals(HttpMethod.GET) && !request.getMethod().equals(HttpMethod.HEAD)
                && !request.getMethod().equals(HttpMethod.OPTIONS)
                && "cross-site".equals(request.getHeaders().getFirst("Sec-Fetch-Site"));
    }

    private ProblemException tooLarge() {
        return ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "request-too-large", "The request is too large",
                "The request is larger than " + maxBytes + " bytes. Send fewer or smaller pictures, or raise "
                        + "azulejo.requests.max-size.");
    }

    /** A request whose length is not told beforehand is counted while it is read. */
    private final class Counted extends ServerHttpRequestDecorator {

        Counted(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong read = new AtomicLong();
            return super.getBody().doOnNext(buffer -> {
                if (read.addAndGet(buffer.readableByteCount()) > maxBytes) {
                    throw tooLarge();
                }
            });
        }
    }
}
