package io.azulejo.libtorch.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** The meters of a model's answers. The buckets of {@code gen_ai} meters are those that OpenTelemetry advises. */
final class AnswerMeters {

    private static final Duration[] DURATION_BUCKETS = ModelMeters.buckets(.01, .02, .04, .08, .16, .32, .64, 1.28,
            2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final Duration[] FIRST_TOKEN_BUCKETS = ModelMeters.buckets(.001, .005, .01, .02, .04, .06, .08, .1,
            .25, .5, .75, 1, 2.5, 5, 7.5, 10);
    private static final Duration[] OUTPUT_TOKEN_BUCKETS = ModelMeters.buckets(.01, .025, .05, .075, .1, .15, .2, .3,
            .4, .5, .75, 1, 2.5);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Tags semantic;
    private final Timer firstToken;
    private final Timer outputToken;
    private final Timer interval;
    private final Counter textTokens;
    private final Counter imageTokens;
    private final Counter answerTokens;

    AnswerMeters(MeterRegistry registry, String model, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        semantic = Tags.of(MeterNames.OPERATION_NAME, "chat", MeterNames.PROVIDER_NAME, "azulejo",
                MeterNames.REQUEST_MODEL, model);
        firstToken = Timer.builder(MeterNames.TIME_TO_FIRST_TOKEN).tags(semantic)
                .serviceLevelObjectives(FIRST_TOKEN_BUCKETS)
                .description("Time from a request's arrival at the engine to the first text").register(registry);
        outputToken = Timer.builder(MeterNames.TIME_PER_OUTPUT_TOKEN).tags(semantic)
                .serviceLevelObjectives(OUTPUT_TOKEN_BUCKETS)
                .description("Mean time of an answer's tokens after the first").register(registry);
        interval = Timer.builder(MeterNames.TOKEN_INTERVAL).tags(tags).serviceLevelObjectives(OUTPUT_TOKEN_BUCKETS)
                .description("Time from one token of an answer to the next").register(registry);
        textTokens = promptTokens("text");
        imageTokens = promptTokens("image");
        answerTokens = Counter.builder(MeterNames.ANSWER_TOKENS).tags(tags).baseUnit("tokens")
                .description("Tokens of answers, hidden ones included").register(registry);
    }

    private Counter promptTokens(String modality) {
        return Counter.builder(MeterNames.PROMPT_TOKENS).tags(tags.and("modality", modality)).baseUnit("tokens")
                .description("Tokens of prompts, cached ones included").register(registry);
    }

    void prompt(int text, int image) {
        textTokens.increment(text);
        imageTokens.increment(image);
    }

    void firstToken(long nanos) {
        firstToken.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** So many tokens came, so long after those before. */
    void tokens(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            interval.record(nanos / count, TimeUnit.NANOSECONDS);
        }
    }

    /** An answer that came to its end. */
    void completed(int tokens, long nanosAfterFirst) {
        answerTokens.increment(tokens);
        if (tokens > 1) {
            outputToken.record(nanosAfterFirst / (tokens - 1), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * @param outcome {@code stop}, {@code length}, {@code failed}, {@code cancelled} or {@code refused}
     * @param error the kind of error, or {@code none}
     */
    void ended(String outcome, String error, long nanos) {
        Counter.builder(MeterNames.ANSWERS).tags(tags.and("outcome", outcome)).baseUnit("answers")
                .description("Answers that ended").register(registry).increment();
        Timer.builder(MeterNames.REQUEST_DURATION).tags(semantic.and(MeterNames.ERROR_TYPE, error))
                .serviceLevelObjectives(DURATION_BUCKETS)
                .description("Time from a request's arrival at the engine to its end").register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
