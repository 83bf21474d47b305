package io.azulejo.triton.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TritonClusterTests {

    private static final InferenceRequest REQUEST = InferenceRequest.builder("model").build();

    /** On the connection's own thread a call that cannot be made ends while it is started. */
    @Test
    void requestWhenNoEndpointIsThereThenFailsEveryTimeAndTriesThemAll() {
        AtomicInteger attempts = new AtomicInteger();
        RequestListener counting = new RequestListener() {

            @Override
            public void ended(String endpoint, String model, Outcome outcome, Duration after,
                    @Nullable TritonException error) {
                attempts.incrementAndGet();
            }
        };
        try (TritonCluster cluster = new TritonCluster(nobody(2), 10, Duration.ofHours(1), counting)) {
            for (int i = 0; i < 100; i++) {
                assertThatExceptionOfType(TritonException.class)
                        .isThrownBy(() -> cluster.stream(REQUEST).blockLast(Duration.ofSeconds(20)))
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(TritonException.Reason.UNREACHABLE));
            }
            assertThat(attempts.get()).as("each endpoint until its circuit breaker opens").isBetween(10, 30);
            assertThat(cluster.states()).extracting(EndpointState::inFlight).containsOnly(0);
            assertThat(cluster.states()).extracting(EndpointState::circuit).containsOnly("OPEN");
        }
    }

    @Test
    void endpointWhenItCannotBeReachedThenIsToldWithTheReason() {
        try (TritonCluster cluster = new TritonCluster(nobody(1), 10, Duration.ofHours(1), new RequestListener() {})) {
            cluster.check().block(Duration.ofSeconds(20));

            assertThat(cluster.states()).singleElement().satisfies(state -> {
                assertThat(state.reachable()).isFalse();
                assertThat(state.problem()).isNotBlank();
            });
            assertThatExceptionOfType(TritonException.class)
                    .isThrownBy(() -> cluster.infer(REQUEST).block(Duration.ofSeconds(20)))
                    .withMessageContaining("No endpoint serves model now");
        }
    }

    private static List<TritonClient> nobody(int endpoints) {
        return Stream.generate(() -> TritonClient.builder("127.0.0.1:" + freePort()).executor(Runnable::run).build())
                .limit(endpoints).toList();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
