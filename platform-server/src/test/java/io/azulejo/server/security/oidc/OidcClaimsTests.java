package io.azulejo.server.security.oidc;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

import io.azulejo.server.security.account.ProvidedPeople.Provided;
import io.azulejo.server.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OidcClaimsTests {

    @Test
    void claimWhenWithinAnotherThenIsFoundByItsPath() {
        Provided read = read(Set.of(), Map.of("preferred_username", "ada", "realm_access",
                Map.of("roles", List.of("boss", "other")), "groups", "research"));

        assertThat(read.administrator()).isTrue();
        assertThat(read.displayName()).isEqualTo("ada");
        assertThat(read.groups()).containsExactly("research");
    }

    @Test
    void claimWhenOfAnotherKindThenIsAsIfItWereMissing() {
        assertThatThrownBy(() -> read(Set.of(), Map.of("preferred_username", 7)))
                .isInstanceOf(ProblemException.class).hasMessageContaining("preferred_username");
        assertThat(read(Set.of(), Map.of("preferred_username", "ada", "realm_access", "boss")).administrator())
                .isFalse();
    }

    @Test
    void rolesWhenNoneIsAllowedThenNobodyGetsIn() {
        assertThatThrownBy(() -> read(Set.of("staff"), Map.of("preferred_username", "ada")))
                .isInstanceOf(ProblemException.class);
    }

    private static Provided read(Set<String> allowed, Map<String, Object> claims) {
        return new OidcClaims(new OidcProperties(null, SignatureAlgorithm.RS256, Set.of("boss"), allowed,
                new OidcProperties.Claims("preferred_username", "name", "realm_access.roles", "groups")))
                .read("https://provider.example", "1", claims);
    }
}
