package io.azulejo.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API as a client uses it. */
public final class Api {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {};

    private final ReactiveWebServerApplicationContext context;
    private final JsonMapper json = new JsonMapper();

    public Api(ReactiveWebServerApplicationContext context) {
        this.context = context;
    }

    public int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    public WebClient client() {
        return WebClient.builder().baseUrl("http://127.0.0.1:" + port())
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20)).build();
    }

    /** For answers that are expected to be errors. */
    public WebTestClient test() {
        return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port()).responseTimeout(TIMEOUT).build();
    }

    /** A text in a new conversation. */
    public Accepted ask(String text) {
        return askMono("/api/v1/conversations", Map.of("text", text)).blockOptional(TIMEOUT)
                .orElseThrow();
    }

    /** A text in a conversation that there is. */
    public Accepted askIn(String conversation, String text) {
        return askMono("/api/v1/conversations/" + conversation + "/messages", Map.of("text", text))
                .blockOptional(TIMEOUT)
                .orElseThrow();
    }

    public Mono<Accepted> askMono(String path, Map<String, ?> body) {
        return client().post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).retrieve()
                .bodyToMono(Accepted.class);
    }

    /** Asks with a form and reads the answer as it comes. */
    public Flux<Event> askStreaming(String path, MultipartBodyBuilder form) {
        return events(client().post().uri(path).accept(MediaType.TEXT_EVENT_STREAM)
                .body(BodyInserters.fromMultipartData(form.build())));
    }

    /** The events of a generation after one. */
    public Flux<Event> events(String generation, int after) {
        return events(client().get().uri("/api/v1/generations/" + generation + "/events")
                .header("Last-Event-ID", Integer.toString(after)));
    }

    private Flux<Event> events(WebClient.RequestHeadersSpec<?> request) {
        return request.retrieve().bodyToFlux(EVENT).filter(event -> event.data() != null).map(event -> new Event(
                Integer.parseInt(String.valueOf(event.id())), String.valueOf(event.event()),
                json.readTree(String.valueOf(event.data()))));
    }

    /** All events of a generation, once it has ended. */
    public List<Event> awaitEnd(String generation) {
        return events(generation, 0).collectList().blockOptional(TIMEOUT).orElseThrow();
    }

    public JsonNode get(String path) {
        return client().get().uri(path).retrieve().bodyToMono(String.class).map(json::readTree).blockOptional(TIMEOUT)
                .orElseThrow();
    }

    public JsonNode post(String path, @Nullable Object body) {
        WebClient.RequestBodySpec request = client().post().uri(path);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        return request.retrieve().bodyToMono(String.class).map(json::readTree).blockOptional(TIMEOUT).orElseThrow();
    }

    public JsonNode conversation(String id) {
        return get("/api/v1/conversations/" + id);
    }

    /** Uploads a picture. */
    public JsonNode upload(byte[] picture, String fileName) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", named(picture, fileName));
        return client().post().uri("/api/v1/attachments").body(BodyInserters.fromMultipartData(form.build())).retrieve()
                .bodyToMono(String.class).map(json::readTree).blockOptional(TIMEOUT).orElseThrow();
    }

    public static ByteArrayResource named(byte[] data, String fileName) {
        return new ByteArrayResource(data) {

            @Override
            public String getFilename() {
                return fileName;
            }
        };
    }

    /** The ids that a question gets. */
    public record Accepted(String conversation, String message, String answer, String generation) {

        public Accepted(JsonNode told) {
            this(told.path("conversation").asString(), told.path("message").asString(),
                    told.path("answer").asString(), told.path("generation").asString());
        }
    }

    /** An event of a stream, comments left out. */
    public record Event(int id, String name, JsonNode data) {

        public String type() {
            return data.path("type").asString();
        }

        public String text() {
            return data.path("text").asString("");
        }

        /** The text of several events. */
        public static String text(List<Event> events) {
            return events.stream().map(Event::text).collect(Collectors.joining());
        }
    }
}
