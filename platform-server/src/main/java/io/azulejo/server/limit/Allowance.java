package io.azulejo.server.limit;

import java.util.function.Function;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much may be used. Null says nothing of a limit, -1 is without one. Tokens are those of prompts and answers, pictures
 * included.
 *
 * @param requestsPerMinute in any 60 seconds
 * @param requestsPerDay in a day, by UTC, as all days here
 * @param concurrent how many answers may be in progress at once
 */
@Schema(name = "Allowance")
record Allowance(@Nullable Long requestsPerMinute, @Nullable Long requestsPerDay, @Nullable Long tokensPerDay,
        @Nullable Long tokensPerMonth, @Nullable Long pictureTokensPerDay, @Nullable Long concurrent) {

    static final long UNLIMITED = -1;
    static final Allowance NOTHING_SAID = new Allowance(null, null, null, null, null, null);

    /** This one where it says something, the other one where it does not. */
    Allowance or(Allowance other) {
        return merge(other, Allowance::first);
    }

    /** Of each limit the one that allows more. */
    Allowance orMore(Allowance other) {
        return merge(other, Allowance::more);
    }

    /** The same for what is no request. */
    Allowance ofTokens() {
        return new Allowance(null, null, tokensPerDay, tokensPerMonth, pictureTokensPerDay, null);
    }

    private interface Choice {

        @Nullable
        Long of(@Nullable Long one, @Nullable Long other);
    }

    private Allowance merge(Allowance other, Choice choice) {
        Allowance self = this;
        Function<Function<Allowance, @Nullable Long>, @Nullable Long> chosen = limit -> choice.of(limit.apply(self),
                limit.apply(other));
        return new Allowance(chosen.apply(Allowance::requestsPerMinute), chosen.apply(Allowance::requestsPerDay),
                chosen.apply(Allowance::tokensPerDay), chosen.apply(Allowance::tokensPerMonth),
                chosen.apply(Allowance::pictureTokensPerDay), chosen.apply(Allowance::concurrent));
    }

    private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : one;
    }

    private static @Nullable Long more(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return first(one, other);
        }
        return one == UNLIMITED || other == UNLIMITED ? Long.valueOf(UNLIMITED) : Long.valueOf(Math.max(one, other));
    }

    /** Without those that limit nothing. */
    Allowance limitsOnly() {
        return merge(this, (one, _) -> one == null || one == UNLIMITED ? null : one);
    }

    boolean isUnlimited() {
        return limitsOnly().equals(NOTHING_SAID);
    }

    boolean asksForTokens() {
        Allowance limits = limitsOnly();
        return limits.tokensPerDay != null || limits.tokensPerMonth != null || limits.pictureTokensPerDay != null;
    }
}
