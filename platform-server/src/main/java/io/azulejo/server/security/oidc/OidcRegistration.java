package io.azulejo.server.security.oidc;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.web.ProblemException;

/** What this server is to its provider. The provider is asked when somebody first logs in: it may be away at the start. */
@Component
@OidcMode
@EnableConfigurationProperties(OAuth2ClientProperties.class)
class OidcRegistration implements ReactiveClientRegistrationRepository {

    private static final Logger log = LoggerFactory.getLogger(OidcRegistration.class);
    private static final String REGISTRATIONS = "spring.security.oauth2.client.registration";

    private final OAuth2ClientProperties settings;
    private final Blocking blocking;
    private final String id;
    private volatile @Nullable ClientRegistration known;

    OidcRegistration(OAuth2ClientProperties settings, OidcProperties properties, Blocking blocking) {
        this.settings = settings;
        this.blocking = blocking;
        this.id = id(settings.getRegistration().keySet(), properties.registration());
    }

    private static String id(Set<String> ids, @Nullable String chosen) {
        if (ids.isEmpty()) {
            throw new InvalidSettingException(REGISTRATIONS, null, "In oidc mode people log in at a provider, and none "
                    + "is configured.",
                    "Set " + REGISTRATIONS + ".NAME.client-id and .client-secret, and "
                            + "spring.security.oauth2.client.provider.NAME.issuer-uri.");
        }
        if (chosen == null ? ids.size() > 1 : !ids.contains(chosen)) {
            throw new InvalidSettingException("azulejo.security.oidc.registration", chosen,
                    "It must name one of the client registrations.", "Set it to one of " + ids + ".");
        }
        return chosen == null ? ids.iterator().next() : chosen;
    }

    String id() {
        return id;
    }

    /** An error where the provider cannot be asked. */
    Mono<ClientRegistration> get() {
        return Mono.defer(() -> {
            ClientRegistration asked = known;
            return asked != null ? Mono.just(asked) : blocking.call(this::ask);
        });
    }

    private ClientRegistration ask() {
        try {
            ClientRegistration told = new OAuth2ClientPropertiesMapper(settings).asClientRegistrations().get(id);
            ClientRegistration complete = withOpenId(Objects.requireNonNull(told));
            known = complete;
            return complete;
        } catch (IllegalArgumentException | IllegalStateException e) {
            log.warn("The login provider does not tell about itself", e);
            throw unreachable();
        }
    }

    /** Without the scope there is no ID token. */
    private static ClientRegistration withOpenId(ClientRegistration told) {
        Set<String> scopes = new LinkedHashSet<>(Set.of("openid"));
        scopes.addAll(told.getScopes() == null || told.getScopes().isEmpty() ? Set.of("profile") : told.getScopes());
        return ClientRegistration.withClientRegistration(told).scope(scopes).build();
    }

    static ProblemException unreachable() {
        return ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "provider-unreachable",
                "The login provider cannot be reached", "The login provider does not answer as it should. Try again "
                        + "later.");
    }

    @Override
    public Mono<ClientRegistration> findByRegistrationId(String registrationId) {
        return registrationId.equals(id) ? get() : Mono.empty();
    }
}
