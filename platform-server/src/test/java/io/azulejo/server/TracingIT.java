package io.azulejo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import io.azulejo.server.Api.Accepted;

import static org.assertj.core.api.Assertions.assertThat;

/** The trace of a question: one, from the request to the answer, sent by OTLP to where the configuration says. */
@ServerTest
@Import(TracingIT.Spans.class)
@TestPropertySource(properties = {"management.tracing.sampling.probability=1.0",
        "management.opentelemetry.tracing.export.schedule-delay=100ms"})
class TracingIT {

    private static final BlockingQueue<byte[]> RECEIVED = new LinkedBlockingQueue<>();
    private static @Nullable HttpServer collector;

    @Autowired
    private Api api;

    @Autowired
    private InMemorySpanExporter spans;

    @AfterAll
    static void stopCollector() {
        HttpServer running = collector;
        if (running != null) {
            running.stop(0);
        }
    }

    @DynamicPropertySource
    static void endpoint(DynamicPropertyRegistry registry) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/v1/traces", exchange -> {
            RECEIVED.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        started.start();
        collector = started;
        registry.add("management.opentelemetry.tracing.export.otlp.endpoint",
                () -> "http://127.0.0.1:" + started.getAddress().getPort() + "/v1/traces");
    }

    @Test
    void traceWhenAQuestionIsAskedThenReachesFromTheRequestToTheAnswer() throws InterruptedException {
        Accepted accepted = api.ask("a question to trace");
        api.awaitEnd(accepted.generation());
        SpanData answer = await("chat scripted");
        SpanData request = await("http post /api/v1/conversations");

        assertThat(answer.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(ancestors(answer)).contains(request.getSpanId());
        assertThat(answer.getAttributes().asMap().toString()).contains("gen_ai.operation.name", "gen_ai.usage")
                .doesNotContain("a question to trace");
        assertThat(isSent(answer.getName())).isTrue();
    }

    private List<String> ancestors(SpanData span) {
        List<String> ancestors = new ArrayList<>();
        Map<String, String> parents = spans.getFinishedSpanItems().stream()
                .collect(Collectors.toMap(SpanData::getSpanId, SpanData::getParentSpanId));
        for (String at = parents.get(span.getSpanId()); at != null; at = parents.get(at)) {
            ancestors.add(at);
        }
        return ancestors;
    }

    /** Whether the collector got a span of this name; OTLP writes names as they are. */
    private static boolean isSent(String name) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < until) {
            byte[] body = RECEIVED.poll(1, TimeUnit.SECONDS);
            if (body != null && new String(body, StandardCharsets.ISO_8859_1).contains(name)) {
                return true;
            }
        }
        return false;
    }

    private SpanData await(String name) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            List<SpanData> found = spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name))
                    .toList();
            if (!found.isEmpty()) {
                return found.getLast();
            }
            assertThat(System.nanoTime()).as(() -> "No span '" + name + "' among "
                    + spans.getFinishedSpanItems().stream().map(SpanData::getName).toList()).isLessThan(until);
            Thread.sleep(50);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Spans {

        @Bean
        InMemorySpanExporter inMemorySpanExporter() {
            return InMemorySpanExporter.create();
        }
    }
}
