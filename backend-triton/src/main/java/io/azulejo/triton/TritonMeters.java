package io.azulejo.triton;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.azulejo.triton.client.EndpointState;
import io.azulejo.triton.client.RequestListener;
import io.azulejo.triton.client.TritonCluster;
import io.azulejo.triton.client.TritonException;

/** What is measured of the servers, by endpoint and model. */
final class TritonMeters implements RequestListener {

    /** Those that OpenTelemetry advises for the time to the first token. */
    private static final Duration[] BUCKETS = DoubleStream
            .of(.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10)
            .mapToObj(seconds -> Duration.ofNanos((long) (seconds * 1e9))).toArray(Duration[]::new);

    private final String backend;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    TritonMeters(String backend) {
        this.backend = backend;
    }

    void bindTo(MeterRegistry registry, TritonCluster cluster) {
        registries.add(registry);
        for (EndpointState endpoint : cluster.states()) {
            gauge(registry, cluster, endpoint.endpoint(), "azulejo.triton.in.flight",
                    "Requests sent to the endpoint and not answered in full", EndpointState::inFlight);
            gauge(registry, cluster, endpoint.endpoint(), "azulejo.triton.endpoint.ready",
                    "Whether the endpoint was ready when last asked", state -> state.reachable() ? 1 : 0);
            gauge(registry, cluster, endpoint.endpoint(), "azulejo.triton.circuit.open",
                    "Whether the endpoint's circuit breaker keeps requests away",
                    state -> state.circuit().equals("OPEN") ? 1 : 0);
        }
    }

    private void gauge(MeterRegistry registry, TritonCluster cluster, String endpoint, String name,
            String description, ToDoubleFunction<EndpointState> value) {
        Gauge.builder(name, cluster, all -> all.states().stream().filter(state -> state.endpoint().equals(endpoint))
                .mapToDouble(value).findFirst().orElse(Double.NaN)).tags("backend", backend, "endpoint", endpoint)
                .description(description).register(registry);
    }

    @Override
    public void begun(String endpoint, String model, Duration after) {
        for (MeterRegistry registry : registries) {
            Timer.builder("azulejo.triton.first.response").tags(tags(endpoint, model))
                    .serviceLevelObjectives(BUCKETS)
                    .description("Time from sending a request to its first response").register(registry).record(after);
        }
    }

    @Override
    public void ended(String endpoint, String model, Outcome outcome, Duration after,
            @Nullable TritonException error) {
        Tags tags = tags(endpoint, model).and("outcome", lower(outcome), "reason",
                error == null ? "none" : lower(error.reason()));
        for (MeterRegistry registry : registries) {
            Timer.builder("azulejo.triton.requests").tags(tags).description("Requests to endpoints, however they end")
                    .register(registry).record(after);
        }
    }

    /** @param model the model's name on the server */
    private Tags tags(String endpoint, String model) {
        return Tags.of("backend", backend, "endpoint", endpoint, "model", model);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
