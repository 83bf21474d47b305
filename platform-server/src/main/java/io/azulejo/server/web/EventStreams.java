package io.azulejo.server.web;

import java.time.Duration;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;

/** The form of event streams. */
public final class EventStreams {

    private EventStreams() {}

    /** Whether the sender asks for an event stream by name; one who takes anything gets a plain answer. */
    public static boolean isWantedBy(ServerHttpRequest request) {
        return request.getHeaders().getAccept().stream()
                .anyMatch(type -> type.equalsTypeAndSubtype(MediaType.TEXT_EVENT_STREAM));
    }

    /**
     * The same events with a comment in each pause, which keeps proxies from closing the connection and tells the server
     * of a reader that has gone.
     */
    public static <T> Flux<ServerSentEvent<T>> withHeartbeat(Flux<ServerSentEvent<T>> events, Duration interval) {
        return events.publish(shared -> Flux.merge(shared,
                Flux.interval(interval).onBackpressureDrop()
                        .map(_ -> ServerSentEvent.<T>builder().comment("heartbeat").build())
                        .takeUntilOther(shared.ignoreElements())));
    }
}
