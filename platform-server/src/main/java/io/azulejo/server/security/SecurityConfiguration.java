package io.azulejo.server.security;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.security.web.server.context.ServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.web.ProblemException;

/** Who gets in, what they may do, and what browsers are told. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    /** For what sets no narrower one; Swagger's page styles itself. */
    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
            + "frame-ancestors 'self'";

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http, SecurityProperties properties, ServerProperties server,
            ObjectProvider<ManagementServerProperties> management, ObjectProvider<Credentials> credentials) {
        http.httpBasic(spec -> spec.disable()).formLogin(spec -> spec.disable()).logout(spec -> spec.disable())
                .requestCache(spec -> spec.disable())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .frameOptions(frames -> frames.mode(Mode.SAMEORIGIN))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)));
        if (!properties.hasLogins()) {
            LocalAccess.requireLoopback("server.address", server.getAddress());
            management.ifAvailable(own -> {
                if (own.getPort() != null && own.getPort() >= 0 && !own.getPort().equals(server.getPort())) {
                    LocalAccess.requireLoopback("management.server.address", own.getAddress());
                }
            });
            return http.csrf(spec -> spec.disable())
                    .securityContextRepository(new Requests(List.of(
                            _ -> Mono.just(Logins.full(Person.LOCAL, true)))))
                    .addFilterBefore(new LocalAccess(Set.copyOf(properties.allowedHosts())),
                            SecurityWebFiltersOrder.FIRST)
                    .authorizeExchange(all -> all.anyExchange().permitAll()).build();
        }
        return http.csrf(spec -> spec.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
                .csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler())
                .requireCsrfProtectionMatcher(SecurityConfiguration::changesWithSession)
                .accessDeniedHandler((_, _) -> Mono.error(ProblemException.of(HttpStatus.FORBIDDEN, "csrf",
                        "Token missing", "Send the value of the cookie XSRF-TOKEN in the header X-XSRF-TOKEN."))))
                .securityContextRepository(new Requests(credentials.orderedStream().toList()))
                .addFilterAfter(SecurityConfiguration::sendToken, SecurityWebFiltersOrder.CSRF)
                .exceptionHandling(spec -> spec
                        .authenticationEntryPoint((_, _) -> Mono.error(Logins.required(properties.mode(),
                                "Log in, or send an API key as 'Authorization: Bearer KEY'.")))
                        .accessDeniedHandler((_, _) -> Mono.error(ProblemException.of(HttpStatus.FORBIDDEN,
                                "forbidden", "Not allowed", "Your role, or the scopes of your API key, do not allow "
                                        + "this."))))
                .authorizeExchange(SecurityConfiguration::rules).build();
    }

    private static void rules(AuthorizeExchangeSpec all) {
        all.pathMatchers(HttpMethod.POST, "/api/v1/session", "/api/v1/invitations/*", "/api/v1/password-reset/*")
                .permitAll()
                .pathMatchers("/api/v1/shared/**", "/livez", "/readyz", "/actuator/health/**").permitAll()
                .pathMatchers("/api/v1/admin/**", "/api/v1/plugins/**", "/actuator/**")
                .access((login, _) -> allows(login, Logins.ADMIN, Logins.scope("admin")))
                .pathMatchers("/api/v1/me/**", "/api/v1/session").access(SecurityConfiguration::ownAccount)
                .pathMatchers(HttpMethod.GET, "/api/**", "/v1/**")
                .hasAnyAuthority(Logins.scope("read"), Logins.scope("chat"))
                .pathMatchers("/api/**", "/v1/**").hasAuthority(Logins.scope("chat"))
                .anyExchange().permitAll();
    }

    /** An API key may read whose it is and what that one may use, and no more. */
    private static Mono<AuthorizationResult> ownAccount(
            Mono<Authentication> login, AuthorizationContext context) {
        boolean readsMe = context.getExchange().getRequest().getMethod().equals(HttpMethod.GET)
                && Set.of("/api/v1/me", "/api/v1/me/usage")
                        .contains(context.getExchange().getRequest().getPath().pathWithinApplication().value());
        return readsMe ? allows(login, Logins.USER) : allows(login, Logins.ACCOUNT);
    }

    private static Mono<AuthorizationResult> allows(
            Mono<Authentication> login, String... authorities) {
        return login.map(known -> known.isAuthenticated() && List.of(authorities).stream().allMatch(wanted -> known
                .getAuthorities().stream().anyMatch(has -> wanted.equals(has.getAuthority()))))
                .defaultIfEmpty(false).map(AuthorizationDecision::new);
    }

    private static Mono<MatchResult> changesWithSession(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                || method.equals(HttpMethod.OPTIONS);
        boolean session = exchange.getRequest().getCookies().containsKey(Logins.SESSION_COOKIE)
                && !exchange.getRequest().getHeaders().containsHeader("Authorization");
        return !reads && session ? MatchResult.match() : MatchResult.notMatch();
    }

    /** The cookie is written only where somebody asks for the token. */
    private static Mono<Void> sendToken(ServerWebExchange exchange,
            WebFilterChain chain) {
        Mono<CsrfToken> token = exchange.getAttribute(CsrfToken.class.getName());
        return token == null || !exchange.getRequest().getPath().pathWithinApplication().value().startsWith("/api/")
                ? chain.filter(exchange)
                : token.then(chain.filter(exchange));
    }

    /** Asks each request anew whose it is: nothing of a login is kept in an instance. */
    private record Requests(List<Credentials> credentials) implements ServerSecurityContextRepository {

        @Override
        public Mono<Void> save(ServerWebExchange exchange, @Nullable SecurityContext context) {
            return Mono.empty();
        }

        @Override
        public Mono<SecurityContext> load(ServerWebExchange exchange) {
            return Flux.fromIterable(credentials).concatMap(kind -> kind.of(exchange), 1).next()
                    .<SecurityContext>map(SecurityContextImpl::new).cache();
        }
    }
}
