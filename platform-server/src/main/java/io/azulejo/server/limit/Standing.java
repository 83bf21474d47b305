package io.azulejo.server.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.azulejo.api.model.TokenUsage;
import io.azulejo.server.limit.Rates.Rate;
import io.azulejo.server.web.ProblemException;

/**
 * What a request would add to what was used, beside what may be.
 *
 * @param whose begins what is said of it
 * @param aside what the request may cost
 * @param untilFewerThan after how long fewer requests than that were made in the last minute
 */
record Standing(String whose, Allowance allowance, Use use, TokenUsage aside, LongFunction<Duration> untilFewerThan) {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** Why it cannot be let in, or null where it can. */
    @Nullable
    ProblemException refusal(Instant now) {
        Long most = allowance.requestsPerMinute();
        if (most != null && use.requestsLastMinute() >= most) {
            return rate("requestsPerMinute", most + " requests in a minute are allowed.", untilFewerThan.apply(most));
        }
        most = allowance.concurrent();
        if (most != null && use.concurrent() >= most) {
            return rate("concurrent", most + " answers at once are allowed. Wait for one of them to end.", SOON);
        }
        most = allowance.requestsPerDay();
        if (most != null && use.requestsToday() >= most) {
            return quota("requestsPerDay", most + " requests a day are allowed.", Periods.leftOfDay(now));
        }
        long tokens = (long) aside.promptTokens() + aside.completionTokens();
        most = allowance.tokensPerDay();
        if (most != null && use.tokensToday() + tokens > most) {
            return quota("tokensPerDay", tokens(most, "a day", use.tokensToday()), Periods.leftOfDay(now));
        }
        most = allowance.tokensPerMonth();
        if (most != null && use.tokensThisMonth() + tokens > most) {
            return quota("tokensPerMonth", tokens(most, "a month", use.tokensThisMonth()), Periods.leftOfMonth(now));
        }
        most = allowance.pictureTokensPerDay();
        if (most != null && aside.imageTokens() > 0 && use.pictureTokensToday() + aside.imageTokens() > most) {
            return quota("pictureTokensPerDay",
                    "%d tokens of pictures a day are allowed; %d are used or set aside, and "
                            .formatted(most, use.pictureTokensToday()) + "this request has " + aside.imageTokens()
                            + ".",
                    Periods.leftOfDay(now));
        }
        return null;
    }

    private String tokens(long most, String period, long used) {
        return "%d tokens %s are allowed; %d are used or set aside, and this request may take %d for its prompt and %d "
                .formatted(most, period, used, aside.promptTokens(), aside.completionTokens())
                + "for its answer. A shorter answer (max_tokens) may still fit.";
    }

    private ProblemException rate(String limit, String detail, Duration wait) {
        return problem("rate-limited", "Too many requests", limit, detail, wait);
    }

    private ProblemException quota(String limit, String detail, Duration wait) {
        return problem("quota-exhausted", "The quota is used up", limit, detail, wait);
    }

    private ProblemException problem(String type, String title, String limit, String detail, Duration wait) {
        ProblemException problem = ProblemException.of(HttpStatus.TOO_MANY_REQUESTS, type, title, whose + detail);
        problem.getBody().setProperty("limit", limit);
        problem.getBody().setProperty("retryAfterSeconds", wait.toSeconds());
        return problem;
    }

    /**
     * Where it stands once something more is used.
     *
     * @param more tokens
     * @param requests how many
     */
    Rates rates(Instant now, TokenUsage more, int requests) {
        return new Rates(requests(now, requests), tokens(now, (long) more.promptTokens() + more.completionTokens()));
    }

    private @Nullable Rate requests(Instant now, int more) {
        Long perMinute = allowance.requestsPerMinute();
        if (perMinute != null) {
            return rate(perMinute, use.requestsLastMinute() + more, Duration.ofMinutes(1));
        }
        Long perDay = allowance.requestsPerDay();
        return perDay == null ? null : rate(perDay, use.requestsToday() + more, Periods.leftOfDay(now));
    }

    private @Nullable Rate tokens(Instant now, long more) {
        Long perDay = allowance.tokensPerDay();
        if (perDay != null) {
            return rate(perDay, use.tokensToday() + more, Periods.leftOfDay(now));
        }
        Long perMonth = allowance.tokensPerMonth();
        return perMonth == null ? null : rate(perMonth, use.tokensThisMonth() + more, Periods.leftOfMonth(now));
    }

    private static Rate rate(long limit, long used, Duration reset) {
        return new Rate(limit, Math.max(0, limit - used), reset);
    }
}
