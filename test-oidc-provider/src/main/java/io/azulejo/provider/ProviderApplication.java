package io.azulejo.provider;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** People whose password is {@code password}, and one client, Azulejo. Some of them have ID tokens that are not good. */
@SpringBootApplication
public class ProviderApplication {

    private static final Map<String, Map<String, Object>> CLAIMS = Map.of(
            "ada", claims("ada", "Ada", List.of("staff", "azulejo-admin"), List.of("research", "elsewhere")),
            "grace", claims("grace", "Grace", List.of("staff"), List.of("research")),
            "linus", claims("linus", "Linus", List.of("staff"), List.of()),
            "stranger", claims("stranger", "Stranger", List.of("guest"), List.of()),
            "nameless", Map.of("roles", List.of("staff")),
            "late", claims("late", "Late", List.of("staff"), List.of()),
            "replayed", claims("replayed", "Replayed", List.of("staff"), List.of()));

    public static void main(String[] arguments) {
        SpringApplication.run(ProviderApplication.class, arguments);
    }

    private static Map<String, Object> claims(String name, String shown, List<String> roles, List<String> groups) {
        return Map.of("preferred_username", name, "name", shown, "roles", roles, "groups", groups);
    }

    @Bean
    AuthorizationServerSettings settings(@Value("${issuer}") String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).build();
    }

    @Bean
    RegisteredClientRepository clients(@Value("${client-address}") String address) {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId(UUID.randomUUID().toString())
                .clientId("azulejo").clientSecret("{noop}secret")
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(address + "/login/oauth2/code/azulejo").postLogoutRedirectUri(address + "/")
                .scopes(scopes -> scopes.addAll(Set.of("openid", "profile"))).build());
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(CLAIMS.keySet().stream()
                .map(name -> User.withUsername(name).password("{noop}password").build()).toList());
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> idTokens() {
        return context -> {
            if (!context.getTokenType().getValue().equals(OidcParameterNames.ID_TOKEN)) {
                return;
            }
            String name = Objects.requireNonNull(context.<Authentication>getPrincipal()).getName();
            context.getClaims().claims(claims -> {
                claims.putAll(CLAIMS.getOrDefault(name, Map.of()));
                if (name.equals("late")) {
                    claims.put("iat", Instant.now().minusSeconds(7200));
                    claims.put("exp", Instant.now().minusSeconds(3600));
                } else if (name.equals("replayed")) {
                    claims.put("nonce", "that of another login");
                }
            });
        };
    }
}
