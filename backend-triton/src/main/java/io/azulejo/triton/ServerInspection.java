package io.azulejo.triton;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.triton.client.ModelConfiguration;
import io.azulejo.triton.client.ModelIndexEntry;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.TritonClient;
import io.azulejo.triton.client.TritonCluster;
import io.azulejo.triton.client.TritonException;
import io.azulejo.triton.client.TritonException.Reason;

/** What is asked of the servers while a backend starts. Blocks. */
final class ServerInspection {

    private static final Logger LOG = LoggerFactory.getLogger(ServerInspection.class);

    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);

    private final TritonCluster cluster;
    private final ConnectionSettings connection;
    private final long deadline;

    /** Waits as long as the settings allow for a server that is still starting. */
    ServerInspection(TritonCluster cluster, ConnectionSettings connection) {
        this.cluster = cluster;
        this.connection = connection;
        this.deadline = System.nanoTime() + connection.startTimeout().toNanos();
    }

    /** @throws InvalidSettingException where no server answers in time */
    void awaitServer() {
        try {
            patiently(TritonClient::live, e -> e.reason() == Reason.UNREACHABLE);
            cluster.check().block();
        } catch (TritonException e) {
            throw invalid(connection.settings(), "endpoints", "No server answers there: " + e.getMessage(),
                    "Start the server, give its gRPC port (8001 unless it says otherwise), or more start-timeout.", e);
        }
    }

    /** Asks again while that is worthwhile and the start may take longer. */
    private <T> T patiently(Function<TritonClient, Mono<T>> question, Predicate<TritonException> worthwhile) {
        while (true) {
            try {
                return cluster.any(question).blockOptional().orElseThrow();
            } catch (TritonException e) {
                if (System.nanoTime() > deadline || !worthwhile.test(e)) {
                    throw e;
                }
                LOG.info("Waiting for {}: {}", connection.endpoints(), e.getMessage());
                pause(e);
            }
        }
    }

    private static void pause(TritonException reason) {
        try {
            Thread.sleep(BETWEEN_QUESTIONS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    /** A server that is still loading says of a model that comes later that it does not have it. */
    private boolean stillLoading(TritonException error) {
        return error.reason() == Reason.MODEL_UNAVAILABLE
                && Boolean.FALSE.equals(cluster.any(TritonClient::ready).onErrorReturn(true).block());
    }

    /** Has every server load the model. */
    void load(ServedModelSettings model) {
        LOG.info("Telling {} to load {}", connection.endpoints(), model.model());
        try {
            cluster.all(client -> client.load(model.model())).block();
        } catch (TritonException e) {
            throw invalid(model.settings(), "load", "The server does not load " + model.model() + ": "
                    + e.getMessage(), "Start it with --model-control-mode=explicit, or mend the model.", e);
        }
    }

    ModelMetadata metadata(Settings settings, String key, String model, String version) {
        return ask(settings, key, model, client -> client.metadata(model, version));
    }

    ModelConfiguration configuration(Settings settings, String key, String model, String version) {
        return ask(settings, key, model, client -> client.configuration(model, version));
    }

    private <T> T ask(Settings settings, String key, String model, Function<TritonClient, Mono<T>> question) {
        try {
            return patiently(question, this::stillLoading);
        } catch (TritonException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                throw invalid(connection.settings(), "endpoints", "The server went away: " + e.getMessage(),
                        "See that it stays up.", e);
            }
            throw invalid(settings, key, "The server does not have " + model + " ready: " + e.getMessage(),
                    "Give the name of one that it has: " + names() + "; or set load=true.", e);
        }
    }

    private String names() {
        try {
            List<ModelIndexEntry> index = cluster.any(TritonClient::repositoryIndex).blockOptional().orElse(List.of());
            return String.join(", ", index.stream()
                    .map(model -> model.name() + (model.ready() ? "" : " (not loaded)")).sorted().distinct().toList());
        } catch (TritonException e) {
            return "its repository cannot be listed (" + e.getMessage() + ")";
        }
    }

    private static InvalidSettingException invalid(Settings settings, String key, String problem, String remedy,
            Exception cause) {
        return new InvalidSettingException(settings.property(key), settings.string(key).orElse(null), problem, remedy,
                cause);
    }
}
