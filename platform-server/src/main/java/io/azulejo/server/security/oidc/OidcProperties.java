package io.azulejo.server.security.oidc;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

/**
 * Logins at an OpenID provider, which spring.security.oauth2.client names.
 *
 * @param registration the client registration to use; needed where there are several
 * @param algorithm by which the provider signs ID tokens
 * @param administrators roles whose people are administrators
 * @param allowed roles whose people may log in; without any, all whom the provider lets in
 * @param claims where the provider says what of a person
 */
@ConfigurationProperties("azulejo.security.oidc")
record OidcProperties(@Nullable String registration, @DefaultValue("RS256") SignatureAlgorithm algorithm,
        @DefaultValue("azulejo-admin") Set<String> administrators, @DefaultValue Set<String> allowed,
        @DefaultValue Claims claims) {

    /**
     * Names of claims; those of claims within claims with dots, such as realm_access.roles.
     *
     * @param name by which people are known here; who has none cannot log in
     * @param displayName how others see them; the name where it is missing
     * @param roles a text, or a list of texts
     * @param groups names of groups, a text or a list; without it groups are kept here alone
     */
    record Claims(@DefaultValue("preferred_username") String name, @DefaultValue("name") String displayName,
            @DefaultValue("roles") String roles, @Nullable String groups) {}
}
