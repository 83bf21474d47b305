package io.azulejo.server.model;

import java.util.Locale;

import io.micrometer.core.instrument.MeterRegistry;

/** Counts how often deployments were asked, and what came of it. */
final class RoutingMeters {

    /** What came of asking a deployment. */
    enum Outcome {
        /** It answered to the end. */
        COMPLETED,
        /** It had no room. */
        FULL,
        /** It could not be reached. */
        UNAVAILABLE,
        /** It broke. */
        FAILED,
        /** It found the request wrong, or beyond it. */
        REFUSED,
        /** Nobody wanted the answer any longer. */
        CANCELLED
    }

    private final MeterRegistry registry;

    RoutingMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String model, String backend, Outcome outcome) {
        registry.counter("azulejo.routing.attempts", "model", model, "backend", backend, "outcome",
                outcome.name().toLowerCase(Locale.ROOT)).increment();
    }
}
