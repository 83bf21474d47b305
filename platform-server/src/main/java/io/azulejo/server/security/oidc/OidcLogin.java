package io.azulejo.server.security.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.springframework.security.oauth2.client.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.oidc.authentication.ReactiveOidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcReactiveOAuth2UserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.server.DefaultServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.LoginProvider;
import io.azulejo.server.security.oidc.LoginRequests.Begun;

/** The authorization code flow with PKCE, by Spring Security's parts. Nothing of it is kept in an instance. */
@Component
@OidcMode
class OidcLogin implements LoginProvider {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OidcRegistration registration;
    private final LoginRequests requests;
    private final Blocking blocking;
    private final DefaultServerOAuth2AuthorizationRequestResolver resolver;
    private final OidcAuthorizationCodeReactiveAuthenticationManager manager;

    OidcLogin(OidcRegistration registration, LoginRequests requests, OidcProperties properties, Blocking blocking) {
        this.registration = registration;
        this.requests = requests;
        this.blocking = blocking;
        this.resolver = new DefaultServerOAuth2AuthorizationRequestResolver(registration);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        this.manager = new OidcAuthorizationCodeReactiveAuthenticationManager(
                new WebClientReactiveAuthorizationCodeTokenResponseClient(), new OidcReactiveOAuth2UserService());
        ReactiveOidcIdTokenDecoderFactory decoders = new ReactiveOidcIdTokenDecoderFactory();
        decoders.setJwsAlgorithmResolver(_ -> properties.algorithm());
        manager.setJwtDecoderFactory(decoders);
    }

    /** Where the browser has to go. */
    Mono<URI> begin(ServerWebExchange exchange, String browser, String returnTo) {
        // Random numbers block.
        return registration.get().flatMap(_ -> blocking.call(() -> {
            OAuth2AuthorizationRequest request = Objects
                    .requireNonNull(resolver.resolve(exchange, registration.id()).block());
            requests.add(Objects.requireNonNull(request.getState()), browser,
                    new Begun(Objects.requireNonNull(request.getAttribute(OidcParameterNames.NONCE)),
                            Objects.requireNonNull(request.getAttribute(PkceParameterNames.CODE_VERIFIER)),
                            Objects.requireNonNull(request.getRedirectUri()), returnTo));
            return URI.create(request.getAuthorizationRequestUri());
        }));
    }

    /** Who came back from the provider. */
    Mono<OidcUser> finish(Begun begun, MultiValueMap<String, String> answer) {
        return registration.get().flatMap(known -> manager
                .authenticate(new OAuth2AuthorizationCodeAuthenticationToken(known, exchange(known, begun, answer))))
                .timeout(PATIENCE).map(login -> (OidcUser) Objects.requireNonNull(login.getPrincipal()));
    }

    private static OAuth2AuthorizationExchange exchange(ClientRegistration known, Begun begun,
            MultiValueMap<String, String> answer) {
        String state = Objects.requireNonNull(answer.getFirst("state"));
        OAuth2AuthorizationRequest request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(Objects.requireNonNull(known.getProviderDetails().getAuthorizationUri()))
                .clientId(known.getClientId())
                .redirectUri(begun.redirectUri()).scopes(known.getScopes()).state(state)
                .attributes(Map.of(OidcParameterNames.NONCE, begun.nonce(), PkceParameterNames.CODE_VERIFIER,
                        begun.verifier()))
                .build();
        String code = answer.getFirst("code");
        String error = answer.getFirst("error");
        OAuth2AuthorizationResponse response = (code != null
                ? OAuth2AuthorizationResponse.success(code)
                : OAuth2AuthorizationResponse.error(error == null ? "no_code" : error)
                        .errorDescription(Objects.requireNonNullElse(answer.getFirst("error_description"), "")))
                .redirectUri(begun.redirectUri()).state(state).build();
        return new OAuth2AuthorizationExchange(request, response);
    }

    @Override
    public Mono<URI> logout(String idToken, ServerWebExchange exchange) {
        String home = UriComponentsBuilder.fromUri(exchange.getRequest().getURI())
                .replacePath(exchange.getRequest().getPath().contextPath().value() + "/").replaceQuery(null)
                .fragment(null).toUriString();
        return registration.get()
                .flatMap(known -> Mono.justOrEmpty(
                        known.getProviderDetails().getConfigurationMetadata().get("end_session_endpoint"))
                        .map(endpoint -> UriComponentsBuilder.fromUriString(endpoint.toString())
                                .queryParam("id_token_hint", idToken).queryParam("client_id", known.getClientId())
                                .queryParam("post_logout_redirect_uri", "{home}").encode().buildAndExpand(home)
                                .toUri()))
                // The login here has ended, whatever the provider does.
                .onErrorResume(_ -> Mono.empty());
    }
}
