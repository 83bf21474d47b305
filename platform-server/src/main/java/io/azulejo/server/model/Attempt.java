package io.azulejo.server.model;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.server.model.RoutingMeters.Outcome;

/** One deployment asked once: its circuit breaker learns how it went, and it is counted. */
final class Attempt {

    private final AvailableModel model;
    private final Deployment deployment;
    private final boolean permitted;
    private final RoutingMeters meters;

    /** @param permitted whether the circuit breaker let it through, and waits to hear of it */
    Attempt(AvailableModel model, Deployment deployment, boolean permitted, RoutingMeters meters) {
        this.model = model;
        this.deployment = deployment;
        this.permitted = permitted;
        this.meters = meters;
    }

    Deployment deployment() {
        return deployment;
    }

    /** The answer, watched. To be subscribed to once. */
    Flux<ChatResponse> watch(Flux<ChatResponse> answer) {
        return Flux.defer(() -> {
            long start = System.nanoTime();
            AtomicBoolean ended = new AtomicBoolean();
            deployment.begin();
            return answer.doOnComplete(() -> end(ended, Outcome.COMPLETED, start, null))
                    .doOnError(error -> end(ended, outcome(error), start, error))
                    .doOnCancel(() -> end(ended, Outcome.CANCELLED, start, null));
        });
    }

    private static Outcome outcome(Throwable error) {
        if (!(error instanceof BackendException told)) {
            return Outcome.FAILED;
        }
        return switch (told) {
            case OverCapacityException _ -> Outcome.FULL;
            case BackendUnavailableException _ -> Outcome.UNAVAILABLE;
            case GenerationFailedException _ -> Outcome.FAILED;
            case InvalidRequestException _,UnsupportedRequestException _ -> Outcome.REFUSED;
        };
    }

    private void end(AtomicBoolean ended, Outcome outcome, long start, @Nullable Throwable error) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        deployment.end();
        meters.count(model.id(), deployment.backend(), outcome);
        CircuitBreaker circuit = deployment.circuit();
        long nanos = System.nanoTime() - start;
        switch (outcome) {
            case COMPLETED -> circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
            case UNAVAILABLE, FAILED ->
                circuit.onError(nanos, TimeUnit.NANOSECONDS, Objects.requireNonNull(error));
            case FULL, REFUSED, CANCELLED -> {
                // Says nothing about whether it works.
                if (permitted) {
                    circuit.releasePermission();
                }
            }
        }
    }
}
