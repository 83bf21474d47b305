package io.azulejo.triton.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.triton.client.RequestListener.Outcome;
import io.azulejo.triton.client.TritonException.Reason;

/**
 * Several endpoints that serve the same models. A request goes to the one with the fewest in flight of those that are
 * ready; while it has no response, another takes it over where the first fails. Whether endpoints and watched models are
 * ready is asked for regularly, so that one that comes back is used again by itself.
 */
public final class TritonCluster implements AutoCloseable {

    private final List<Endpoint> endpoints;
    private final int maxInFlight;
    private final RequestListener listener;
    private final Map<String, String> watched = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Disposable checks;

    /**
     * @param clients one for each endpoint; closed with the cluster
     * @param maxInFlight the most requests at one endpoint
     * @param checkEvery how often endpoints are asked whether they are ready
     */
    public TritonCluster(List<TritonClient> clients, int maxInFlight, Duration checkEvery, RequestListener listener) {
        if (clients.isEmpty()) {
            throw new IllegalArgumentException("A cluster needs an endpoint");
        }
        this.endpoints = clients.stream().map(Endpoint::new).toList();
        this.maxInFlight = maxInFlight;
        this.listener = listener;
        this.checks = Flux.interval(checkEvery).onBackpressureDrop().concatMap(_ -> check(), 1).subscribe();
    }

    /**
     * Has the readiness of a model asked for too.
     *
     * @param version empty for the one that the server chooses
     */
    public void watch(String model, String version) {
        watched.put(model, version);
    }

    /** Asks all endpoints now whether they are ready. */
    public Mono<Void> check() {
        return Flux.fromIterable(endpoints).flatMap(endpoint -> endpoint.check(watched)).then();
    }

    public List<EndpointState> states() {
        return endpoints.stream().map(Endpoint::state).toList();
    }

    /** Asks a model that answers any number of times, as {@link TritonClient#stream} does. */
    public Flux<InferenceResponse> stream(InferenceRequest request) {
        return Flux.defer(() -> attempt(request, client -> client.stream(request), List.of(), null));
    }

    /** Asks a model that answers once. */
    public Mono<InferenceResponse> infer(InferenceRequest request) {
        return Flux.defer(() -> attempt(request, client -> client.infer(request).flux(), List.of(), null)).next();
    }

    /** Asks endpoints in turn until one can be reached. */
    public <T> Mono<T> any(Function<TritonClient, Mono<T>> question) {
        Mono<T> answer = Mono.error(() -> unreachable("No endpoint can be reached"));
        for (Endpoint endpoint : endpoints.reversed()) {
            Mono<T> next = answer;
            answer = question.apply(endpoint.client()).onErrorResume(TritonException.class,
                    e -> e.reason() == Reason.UNREACHABLE && endpoint != endpoints.getLast() ? next : Mono.error(e));
        }
        return answer;
    }

    /** Asks every endpoint; fails where one does. */
    public Mono<Void> all(Function<TritonClient, Mono<Void>> question) {
        return Flux.fromIterable(endpoints).concatMap(endpoint -> question.apply(endpoint.client())).then();
    }

    private Flux<InferenceResponse> attempt(InferenceRequest request,
            Function<TritonClient, Flux<InferenceResponse>> call, List<Endpoint> tried,
            @Nullable TritonException failure) {
        Endpoint endpoint = enter(request.model(), tried);
        if (endpoint == null) {
            return Flux.error(failure == null ? noEndpoint(request.model()) : failure);
        }
        Attempt attempt = new Attempt(endpoint, request.model(), listener);
        // Its place is free before whoever asked hears of the end, and may ask again.
        return call.apply(endpoint.client()).doOnNext(_ -> attempt.responded()).doOnError(attempt::failed)
                .doOnComplete(() -> attempt.over(Outcome.COMPLETED, null))
                .doOnCancel(() -> attempt.over(Outcome.CANCELLED, null)).onErrorResume(TritonException.class, e -> {
                    if (attempt.begun() || !othersMayServe(e)) {
                        return Flux.error(e);
                    }
                    List<Endpoint> triedNow = new ArrayList<>(tried);
                    triedNow.add(endpoint);
                    return attempt(request, call, triedNow, e);
                });
    }

    private static boolean othersMayServe(TritonException error) {
        return switch (error.reason()) {
            case UNREACHABLE, MODEL_UNAVAILABLE, OVERLOADED -> true;
            case INVALID_REQUEST, UNAUTHENTICATED, DEADLINE_EXCEEDED, CANCELLED, TOO_LARGE, FAILED -> false;
        };
    }

    private synchronized @Nullable Endpoint enter(String model, List<Endpoint> tried) {
        int first = Math.floorMod(turn.getAndIncrement(), endpoints.size());
        List<Endpoint> candidates = new ArrayList<>(endpoints.subList(first, endpoints.size()));
        candidates.addAll(endpoints.subList(0, first));
        return candidates.stream()
                .filter(endpoint -> !tried.contains(endpoint) && endpoint.serves(model)
                        && endpoint.inFlight() < maxInFlight)
                .sorted(Comparator.comparingInt(Endpoint::inFlight)).filter(Endpoint::enter).findFirst().orElse(null);
    }

    private TritonException noEndpoint(String model) {
        List<Endpoint> serving = endpoints.stream().filter(endpoint -> endpoint.serves(model)).toList();
        if (!serving.isEmpty() && serving.stream().allMatch(endpoint -> endpoint.inFlight() >= maxInFlight)) {
            return new TritonException(Reason.OVERLOADED, names(), "Each of " + names() + " has the most requests that"
                    + " may be in flight, " + maxInFlight, null);
        }
        String states = states().stream().map(state -> state.endpoint() + ": "
                + (state.problem() != null
                        ? state.problem()
                        : state.models().getOrDefault(model, true)
                                ? "its circuit breaker is " + state.circuit()
                                : "model " + model + " is not ready"))
                .collect(Collectors.joining("; "));
        return unreachable("No endpoint serves " + model + " now. " + states);
    }

    private TritonException unreachable(String message) {
        return new TritonException(Reason.UNREACHABLE, names(), message, null);
    }

    private String names() {
        return endpoints.stream().map(endpoint -> endpoint.client().endpoint()).collect(Collectors.joining(", "));
    }

    /** Ends every call in progress and the connections. */
    @Override
    public void close() {
        checks.dispose();
        endpoints.forEach(endpoint -> endpoint.client().close());
    }

    /** One request at one endpoint, from its first byte to its end. */
    private static final class Attempt {

        private final Endpoint endpoint;
        private final String model;
        private final RequestListener listener;
        private final long start = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean begun;

        Attempt(Endpoint endpoint, String model, RequestListener listener) {
            this.endpoint = endpoint;
            this.model = model;
            this.listener = listener;
        }

        boolean begun() {
            return begun;
        }

        void responded() {
            if (!begun) {
                begun = true;
                listener.begun(endpoint.client().endpoint(), model, Duration.ofNanos(System.nanoTime() - start));
            }
        }

        void failed(Throwable failure) {
            over(Outcome.FAILED, TritonException.of(endpoint.client().endpoint(), failure));
        }

        /** Once: a cancellation may meet the end. */
        void over(Outcome outcome, @Nullable TritonException error) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            long nanos = System.nanoTime() - start;
            endpoint.leave(nanos, error, outcome == Outcome.CANCELLED);
            listener.ended(endpoint.client().endpoint(), model, outcome, Duration.ofNanos(nanos), error);
        }
    }
}
