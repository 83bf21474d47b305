package io.azulejo.triton.client;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.triton.client.TritonException.Reason;

/** One endpoint of a cluster: what is in flight there, and whether it serves. */
final class Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private final TritonClient client;
    private final CircuitBreaker breaker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Boolean> models = new ConcurrentHashMap<>();
    private volatile boolean reachable = true;
    private volatile @Nullable String problem;

    Endpoint(TritonClient client) {
        this.client = client;
        this.breaker = CircuitBreaker.of(client.endpoint(), CircuitBreakerConfig.custom().slidingWindowSize(10)
                .minimumNumberOfCalls(5).failureRateThreshold(50).waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(2).build());
    }

    TritonClient client() {
        return client;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Whether requests for the model may be sent here, as far as is known. */
    boolean serves(String model) {
        return reachable && models.getOrDefault(model, true);
    }

    /** Takes a place for a request, which {@link #leave} gives back; false where the circuit breaker is open. */
    boolean enter() {
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        inFlight.incrementAndGet();
        return true;
    }

    void leave(long nanos, @Nullable TritonException error, boolean cancelled) {
        inFlight.decrementAndGet();
        if (cancelled) {
            breaker.releasePermission();
        } else if (error != null && brokenBy(error)) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, error);
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** That a model refuses a request, or fails, says nothing about the endpoint. */
    private static boolean brokenBy(TritonException error) {
        return error.reason() == Reason.UNREACHABLE || error.reason() == Reason.DEADLINE_EXCEEDED;
    }

    /** Asks whether the server and its models are ready. Never ends with an error. */
    Mono<Void> check(Map<String, String> watched) {
        client.reconnect();
        // A server that is strict is not ready as soon as any of its models is not, be it one that nobody asks.
        return client.live().flatMap(live -> {
            if (!live) {
                return unready("The server is not live");
            }
            return Flux.fromIterable(watched.entrySet())
                    .flatMap(model -> client.ready(model.getKey(), model.getValue())
                            .onErrorResume(TritonException.class, e -> e.reason() == Reason.UNREACHABLE
                                    ? Mono.error(e)
                                    : Mono.just(false))
                            .doOnNext(state -> models.put(model.getKey(), state)))
                    .then(Mono.fromRunnable(this::ready));
        }).onErrorResume(e -> unready(String.valueOf(e.getMessage()))).then();
    }

    private void ready() {
        if (!reachable) {
            LOG.info("{} is ready again", client.endpoint());
            breaker.reset();
        }
        reachable = true;
        problem = null;
    }

    private Mono<Void> unready(String why) {
        if (reachable) {
            LOG.warn("{} is not ready: {}", client.endpoint(), why);
        }
        reachable = false;
        problem = why;
        return Mono.empty();
    }

    EndpointState state() {
        return new EndpointState(client.endpoint(), reachable, models, inFlight.get(), breaker.getState().name(),
                problem);
    }
}
