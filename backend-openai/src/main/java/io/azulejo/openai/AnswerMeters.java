package io.azulejo.openai;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.model.TokenUsage;

/** The meters of one model's answers, in every registry that is bound. */
final class AnswerMeters {

    private static final String PREFIX = "azulejo.openai.";

    private final Tags tags;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();

    /** @param backend the name of the backend that serves the model */
    AnswerMeters(String backend, String model) {
        this.tags = Tags.of("backend", backend, "model", model);
    }

    void bindTo(MeterRegistry registry) {
        Gauge.builder(PREFIX + "requests", running, AtomicInteger::get).tags(tags).baseUnit("requests")
                .description("Requests that the server has").register(registry);
        registries.add(registry);
    }

    /** The answer, measured on its way. */
    Flux<ChatResponse> measure(Flux<ChatResponse> answer) {
        return Flux.defer(() -> {
            Measured measured = new Measured(System.nanoTime());
            running.incrementAndGet();
            return answer.doOnNext(measured::piece).doOnComplete(() -> measured.ended("completed"))
                    .doOnError(error -> measured.ended(outcome(error))).doOnCancel(() -> measured.ended("cancelled"))
                    .doFinally(_ -> running.decrementAndGet());
        });
    }

    private static String outcome(Throwable error) {
        return switch (error) {
            case GenerationFailedException _ -> "failed";
            case BackendUnavailableException _ -> "unavailable";
            default -> "refused";
        };
    }

    private final class Measured {

        private final long start;
        private boolean begun;

        Measured(long start) {
            this.start = start;
        }

        void piece(ChatResponse response) {
            if (!begun) {
                begun = true;
                record("first.piece", "Time from a request to the first piece of its answer", tags);
            }
            if (response.getMetadata().getUsage() instanceof TokenUsage usage) {
                count("prompt.tokens", tags.and("modality", "text"), usage.promptTokens() - usage.imageTokens());
                count("prompt.tokens", tags.and("modality", "image"), usage.imageTokens());
                count("answer.tokens", tags, usage.completionTokens());
            }
        }

        void ended(String outcome) {
            record("answers", "Time from a request to the end of its answer", tags.and("outcome", outcome));
        }

        private void record(String name, String description, Tags its) {
            long nanos = System.nanoTime() - start;
            registries.forEach(registry -> Timer.builder(PREFIX + name).tags(its).description(description)
                    .register(registry).record(nanos, TimeUnit.NANOSECONDS));
        }

        private void count(String name, Tags its, int amount) {
            registries.forEach(registry -> Counter.builder(PREFIX + name).tags(its).baseUnit("tokens")
                    .description("Tokens of finished answers, as the server tells").register(registry)
                    .increment(amount));
        }
    }
}
