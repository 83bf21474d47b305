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

    private static final String IMPORT = "/api/v1/import";

    private final RequestProperties properties;

    RequestGuard(RequestProperties properties) {
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().pathWithinApplication().value();
        if (!path.startsWith("/api/")) {
            return chain.filter(exchange);
        }
        if (isFromAnotherSite(request)) {
            return Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "cross-site", "Cross-site request",
                    "A page of another site sent this request. Only pages of this server may change anything."));
        }
        long maxBytes = (path.equals(IMPORT) ? properties.maxImportSize() : properties.maxSize()).toBytes();
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(tooLarge(maxBytes));
        }
        return chain.filter(exchange.mutate().request(new Counted(request, maxBytes)).build());
    }

    private static boolean isFromAnotherSite(ServerHttpRequest request) {
        return !request.getMethod().equals(HttpMethod.GET) && !request.getMethod().equals(HttpMethod.HEAD)
                && !request.getMethod().equals(HttpMethod.OPTIONS)
                && "cross-site".equals(request.getHeaders().getFirst("Sec-Fetch-Site"));
    }

    private static ProblemException tooLarge(long maxBytes) {
        return ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "request-too-large", "The request is too large",
                "The request is larger than " + maxBytes + " bytes. Send fewer or smaller pictures, or raise "
                        + "azulejo.requests.max-size (of an import, azulejo.requests.max-import-size).");
    }

    /** A request whose length is not told beforehand is counted while it is read. */
    private static final class Counted extends ServerHttpRequestDecorator {

        private final long maxBytes;

        Counted(ServerHttpRequest request, long maxBytes) {
            super(request);
            this.maxBytes = maxBytes;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong read = new AtomicLong();
            return super.getBody().doOnNext(buffer -> {
                if (read.addAndGet(buffer.readableByteCount()) > maxBytes) {
                    throw tooLarge(maxBytes);
                }
            });
        }
    }
}
