package io.azulejo.server.security;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import io.azulejo.server.web.ProblemException;

/**
 * Guards a server without a login. It listens on loopback, where every page that a browser on this machine shows can
 * reach it too: by a name that was made to lead here, or by a request across sites. Both are turned away.
 */
final class LocalAccess implements WebFilter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowedHosts;

    LocalAccess(Set<String> allowedHosts) {
        this.allowedHosts = allowedHosts;
    }

    /** @throws OpenAddressException where others could reach it */
    static void requireLoopback(String property, @Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new OpenAddressException(property, address == null ? null : address.getHostAddress());
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String host = request.getHeaders().getFirst("Host");
        if (host == null || !isKnown(hostName(host))) {
            return Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "unknown-host", "Unknown host",
                    "This server does not answer to the name '" + host
                            + "'. Use localhost, or add the name to azulejo.security.allowed-hosts."));
        }
        String origin = request.getHeaders().getOrigin();
        if (origin != null && !host.equalsIgnoreCase(authority(origin))) {
            return Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "cross-site", "Cross-site request",
                    "A page of another site sent this request. Only pages of this server may."));
        }
        return chain.filter(exchange);
    }

    private boolean isKnown(String name) {
        return LOOPBACK.contains(name) || name.endsWith(".localhost") || allowedHosts.contains(name);
    }

    private static String hostName(String host) {
        int port = host.lastIndexOf(':');
        boolean hasPort = port > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
