package io.azulejo.server.page;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.resource.ResourceResolver;
import org.springframework.web.reactive.resource.ResourceResolverChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Prefers Brotli where a browser takes it: browsers name gzip first, and the order decides, although it is larger. */
final class BrotliFirst implements ResourceResolver {

    @Override
    public Mono<Resource> resolveResource(@Nullable ServerWebExchange exchange, String path,
            List<? extends Resource> locations, ResourceResolverChain chain) {
        if (exchange == null || exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.ACCEPT_ENCODING).stream()
                .noneMatch(codings -> codings.matches("(.*,\\s*)?br\\s*(,.*)?"))) {
            return chain.resolveResource(exchange, path, locations);
        }
        ServerWebExchange preferring = exchange.mutate()
                .request(request -> request.headers(headers -> headers.set(HttpHeaders.ACCEPT_ENCODING, "br"))).build();
        return chain.resolveResource(preferring, path, locations);
    }

    @Override
    public Mono<String> resolveUrlPath(String path, List<? extends Resource> locations, ResourceResolverChain chain) {
        return chain.resolveUrlPath(path, locations);
    }
}
