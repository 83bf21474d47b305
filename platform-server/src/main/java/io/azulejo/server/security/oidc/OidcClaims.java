package io.azulejo.server.security.oidc;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

import io.azulejo.server.security.account.ProvidedPeople.Provided;
import io.azulejo.server.web.ProblemException;

/** Reads what a provider says of a person. */
final class OidcClaims {

    private static final Logger log = LoggerFactory.getLogger(OidcClaims.class);

    private final OidcProperties properties;

    OidcClaims(OidcProperties properties) {
        this.properties = properties;
    }

    /** @throws ProblemException 403 where a claim is missing, or the person may not log in */
    Provided read(String issuer, String subject, Map<String, Object> claims) {
        OidcProperties.Claims names = properties.claims();
        Set<String> roles = texts(find(claims, names.roles()));
        if (!properties.allowed().isEmpty() && Collections.disjoint(roles, properties.allowed())) {
            log.warn("{} of {} may not log in: the claim '{}' has none of {}", subject, issuer, names.roles(),
                    properties.allowed());
            throw ProblemException.of(HttpStatus.FORBIDDEN, "login-not-allowed", "Not allowed here",
                    "You may not use this server. Ask whoever runs it.");
        }
        String name = text(find(claims, names.name()));
        if (name == null) {
            log.warn("{} of {} cannot log in: there is no claim '{}' (azulejo.security.oidc.claims.name); there are {}",
                    subject, issuer, names.name(), claims.keySet());
            throw ProblemException.of(HttpStatus.FORBIDDEN, "claim-missing", "The provider does not say who you are",
                    "The claim '" + names.name() + "' is missing in what the login provider says of you. Ask whoever "
                            + "runs this server.");
        }
        String shown = text(find(claims, names.displayName()));
        Object groups = names.groups() == null ? null : find(claims, names.groups());
        return new Provided(issuer, subject, name, shown == null ? name : shown,
                !Collections.disjoint(roles, properties.administrators()),
                names.groups() == null ? null : texts(groups));
    }

    /** The claim of that name, or that within another one. */
    private static @Nullable Object find(Map<?, ?> claims, String name) {
        Object found = claims.get(name);
        int dot = name.indexOf('.');
        if (found != null || dot < 0) {
            return found;
        }
        return claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? find(inner, name.substring(dot + 1))
                : null;
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim instanceof String text && !text.isBlank() ? text.strip().replace("\0", "") : null;
    }

    private static Set<String> texts(@Nullable Object claim) {
        Set<String> texts = new LinkedHashSet<>();
        for (Object one : claim instanceof Collection<?> several ? several : Collections.singleton(claim)) {
            String text = text(one);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }
}
