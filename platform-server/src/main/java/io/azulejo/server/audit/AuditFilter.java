package io.azulejo.server.audit;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import io.azulejo.server.audit.AuditEvent.Result;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Audited;

/** Keeps what is done by {@link Audited} methods, and what others note, before anybody is told that it is done. */
@Component
@Order(0) // After it is known who asks.
class AuditFilter implements WebFilter {

    private static final Logger logger = LoggerFactory.getLogger(AuditFilter.class);
    private static final int MAX_LENGTH = 500;

    private final AuditLog log;
    private final Blocking blocking;

    AuditFilter(AuditLog log, Blocking blocking) {
        this.log = log;
        this.blocking = blocking;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (!path.startsWith("/api/") && !path.startsWith("/v1/") && !path.startsWith("/login/")) {
            return chain.filter(exchange);
        }
        // Now, as who logs out is nobody at the end. Credentials that are not valid are refused where they matter.
        return exchange.<Principal>getPrincipal().onErrorResume(_ -> Mono.empty()).map(Optional::of)
                .defaultIfEmpty(Optional.empty()).flatMap(principal -> {
                    exchange.getResponse().beforeCommit(() -> keep(exchange, person(principal)));
                    return chain.filter(exchange);
                });
    }

    private Mono<Void> keep(ServerWebExchange exchange, @Nullable Person person) {
        Audited audited = exchange
                .getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod m
                        ? m.getMethodAnnotation(Audited.class)
                        : null;
        String action = audited == null ? Audited.Notes.action(exchange) : audited.value();
        if (action == null) {
            return Mono.empty();
        }
        return blocking.run(() -> log.add(event(exchange, action, person)))
                .onErrorResume(error -> {
                    logger.error("{} could not be kept in the audit log", action, error);
                    return Mono.empty();
                });
    }

    private static @Nullable Person person(Optional<Principal> principal) {
        return principal.filter(Authentication.class::isInstance).map(Authentication.class::cast)
                .map(Authentication::getPrincipal).filter(Person.class::isInstance).map(Person.class::cast)
                .orElse(null);
    }

    private static AuditEvent event(ServerWebExchange exchange, String action, @Nullable Person person) {
        int code = status(exchange);
        return new AuditEvent(TimeOrderedId.next(), DatabaseTime.now(),
                person == null ? null : person.id(), null, person == null ? null : person.key(), action,
                shortened(subject(exchange)), shortened(Audited.Notes.detail(exchange)), address(exchange),
                Result.of(code), code);
    }

    private static int status(ServerWebExchange exchange) {
        Integer told = Audited.Notes.status(exchange);
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return told != null ? told : status == null ? 200 : status.value();
    }

    /** What the request names, or what it made. */
    private static @Nullable String subject(ServerWebExchange exchange) {
        String told = Audited.Notes.subject(exchange);
        if (told != null) {
            return told;
        }
        Map<String, String> named = exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
                Map.of());
        // A token is as good as a password.
        String path = named.entrySet().stream().filter(variable -> !variable.getKey().equals("token"))
                .map(Map.Entry::getValue).collect(Collectors.joining("/"));
        if (!path.isEmpty()) {
            return path;
        }
        return Optional.ofNullable(exchange.getResponse().getHeaders().getLocation())
                .map(location -> location.getPath().substring(location.getPath().lastIndexOf('/') + 1)).orElse(null);
    }

    private static @Nullable String address(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return remote == null || remote.getAddress() == null ? null : remote.getAddress().getHostAddress();
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String kept = text.replace('\0', '\uFFFD');
        return kept.length() > MAX_LENGTH ? kept.substring(0, MAX_LENGTH) : kept;
    }
}
