package io.azulejo.server.model;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendHealth;
import io.azulejo.api.backend.BackendModel;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelDescriptor;

/** A backend's model as one of those that serve a model of the catalogue. Thread-safe. */
final class Deployment {

    private static final CircuitBreakerConfig CIRCUIT = CircuitBreakerConfig.custom().slidingWindowSize(10)
            .minimumNumberOfCalls(5).failureRateThreshold(50).waitDurationInOpenState(Duration.ofSeconds(10))
            .permittedNumberOfCallsInHalfOpenState(2)
            // One that is let through and then not wanted must not keep it half open for good.
            .maxWaitDurationInHalfOpenState(Duration.ofMinutes(5)).build();

    private final BackendModel model;
    private final Backend backend;
    private final int weight;
    private final int priority;
    private final Conditions conditions;
    private final CircuitBreaker circuit;
    private final AtomicInteger answering = new AtomicInteger();

    Deployment(BackendModel model, Backend backend, int weight, int priority, Conditions conditions) {
        this.model = model;
        this.backend = backend;
        this.weight = weight;
        this.priority = priority;
        this.conditions = conditions;
        this.circuit = CircuitBreaker.of(name(), CIRCUIT);
    }

    /** A backend's model that stands for itself. */
    static Deployment alone(BackendModel model, Backend backend) {
        return new Deployment(model, backend, 1, 0, Conditions.NONE);
    }

    /** Backend and model, the same on every instance that has the same configuration. */
    String name() {
        return backend.name() + "/" + descriptor().id();
    }

    String backend() {
        return backend.name();
    }

    BackendModel model() {
        return model;
    }

    ModelDescriptor descriptor() {
        return model.descriptor();
    }

    int weight() {
        return weight;
    }

    int priority() {
        return priority;
    }

    Conditions conditions() {
        return conditions;
    }

    CircuitBreaker circuit() {
        return circuit;
    }

    void begin() {
        answering.incrementAndGet();
    }

    void end() {
        answering.decrementAndGet();
    }

    /** How many answers of it this instance waits for. */
    int answering() {
        return answering.get();
    }

    /** Whether answers of it are in progress. */
    boolean isAnswering() {
        return answering.get() > 0;
    }

    /** Whether both are the same model of the same running backend, on the same terms. */
    @SuppressWarnings("ReferenceEquality") // A backend that was loaded anew is another one.
    boolean isLike(Deployment other) {
        return model == other.model && backend == other.backend && weight == other.weight && priority == other.priority
                && conditions.equals(other.conditions);
    }

    BackendHealth health() {
        return backend.health();
    }

    boolean isUp() {
        return health().status() == BackendHealth.Status.UP;
    }

    /** A prompt as this deployment's model takes it. */
    Prompt adapt(Prompt prompt) {
        GenerationOptions asked = GenerationOptions.from(prompt.getOptions());
        String id = descriptor().id();
        boolean namesIt = asked.model() == null || asked.model().equals(id);
        // A model that sees nothing knows no tiles; whoever limits them does not care where there is no picture.
        boolean takesTiles = descriptor().capabilities().parameters().contains(GenerationParameter.MAX_TILES);
        if (namesIt && (takesTiles || asked.maxTiles() == null)) {
            return prompt;
        }
        return new Prompt(prompt.getInstructions(),
                asked.mutate().model(id).maxTiles(takesTiles ? asked.maxTiles() : null).build());
    }

    /**
     * What the API tells of it.
     *
     * @param backend the backend's name
     * @param model the id of the backend's model
     * @param weight its share among those of its priority
     * @param priority those of a higher number answer only where none of a lower one can
     * @param ready whether its backend can serve now
     * @param message why not, in words, or null
     * @param circuit whether it is asked: {@code closed} where it is, {@code open} where it failed too often of late,
     *        {@code half_open} where it is being tried again
     */
    @Schema(name = "ModelDeployment")
    record View(String backend, String model, int weight, int priority, boolean ready, @Nullable String message,
            String circuit) {}

    View view() {
        BackendHealth health = health();
        return new View(backend(), descriptor().id(), weight, priority, health.status() == BackendHealth.Status.UP,
                health.message(), circuit.getState().name().toLowerCase(Locale.ROOT));
    }
}
