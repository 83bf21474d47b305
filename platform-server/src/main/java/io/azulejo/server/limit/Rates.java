package io.azulejo.server.limit;

import java.time.Duration;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/** How much is left, as OpenAI's clients read it in headers. Where there is no limit there is no header. */
public record Rates(@Nullable Rate requests, @Nullable Rate tokens) {

    public static final Rates UNLIMITED = new Rates(null, null);

    /** @param reset after how long it is all there again */
    public record Rate(long limit, long remaining, Duration reset) {}

    /** These, and of the others what these say nothing of. */
    Rates orElse(Rates others) {
        return new Rates(requests == null ? others.requests : requests, tokens == null ? others.tokens : tokens);
    }

    public void writeTo(BiConsumer<String, String> headers) {
        write(headers, "requests", requests);
        write(headers, "tokens", tokens);
    }

    private static void write(BiConsumer<String, String> headers, String what, @Nullable Rate rate) {
        if (rate != null) {
            headers.accept("x-ratelimit-limit-" + what, Long.toString(rate.limit()));
            headers.accept("x-ratelimit-remaining-" + what, Long.toString(rate.remaining()));
            headers.accept("x-ratelimit-reset-" + what, text(rate.reset()));
        }
    }

    /** Such as 6h3m20s. */
    private static String text(Duration time) {
        StringBuilder text = new StringBuilder();
        if (time.toHours() > 0) {
            text.append(time.toHours()).append('h');
        }
        if (time.toMinutes() > 0) {
            text.append(time.toMinutesPart()).append('m');
        }
        return text.append(time.toSecondsPart()).append('s').toString();
    }
}
