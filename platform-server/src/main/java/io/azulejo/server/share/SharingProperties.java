package io.azulejo.server.share;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sharing of conversations by links.
 *
 * @param enabled whether conversations can be shared; where not, links there are lead nowhere
 * @param maxAge how long a link lives at most; without it, until somebody ends it
 * @param maxPerPerson the most links that one person has
 */
@ConfigurationProperties("azulejo.sharing")
record SharingProperties(@DefaultValue("true") boolean enabled, @Nullable Duration maxAge,
        @DefaultValue("1000") int maxPerPerson) {}
