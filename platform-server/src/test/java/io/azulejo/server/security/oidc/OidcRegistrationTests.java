package io.azulejo.server.security.oidc;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OidcRegistrationTests {

    private final OAuth2ClientProperties settings = new OAuth2ClientProperties();

    @Test
    void registrationWhenNotClearWhichThenTheStartSaysWhatToSet() {
        assertThatThrownBy(() -> registration(null)).isInstanceOf(InvalidSettingException.class);
        settings.getRegistration().put("one", new OAuth2ClientProperties.Registration());
        settings.getRegistration().put("two", new OAuth2ClientProperties.Registration());
        assertThatThrownBy(() -> registration(null)).isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> registration("three")).isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void providerWhenAwayAtTheStartThenOnlyALoginFails() {
        OAuth2ClientProperties.Registration client = new OAuth2ClientProperties.Registration();
        client.setClientId("azulejo");
        settings.getRegistration().put("one", client);
        OAuth2ClientProperties.Provider provider = new OAuth2ClientProperties.Provider();
        provider.setIssuerUri("http://127.0.0.1:1");
        settings.getProvider().put("one", provider);
        OidcRegistration registration = registration(null);

        assertThatThrownBy(() -> registration.get().block()).isInstanceOfSatisfying(ProblemException.class,
                problem -> org.assertj.core.api.Assertions.assertThat(problem.getStatusCode().value()).isEqualTo(503));
    }

    private OidcRegistration registration(@Nullable String chosen) {
        return new OidcRegistration(settings, new OidcProperties(chosen, SignatureAlgorithm.RS256, Set.of(), Set.of(),
                new OidcProperties.Claims("preferred_username", "name", "roles", null)), new Blocking());
    }
}
