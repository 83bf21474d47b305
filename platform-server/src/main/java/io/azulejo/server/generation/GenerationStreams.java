package io.azulejo.server.generation;

import java.net.URI;
import java.util.UUID;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

import io.azulejo.server.web.EventStreams;

/** A generation's events in the form in which HTTP sends them. */
@Component
class GenerationStreams {

    private final Generations generations;
    private final GenerationProperties properties;

    GenerationStreams(Generations generations, GenerationProperties properties) {
        this.generations = generations;
        this.properties = properties;
    }

    /** What somebody who asked is answered: the events, where those are wanted, or where they are found. */
    ResponseEntity<Object> answer(Accepted accepted, ServerHttpRequest request) {
        URI location = URI.create("/api/v1/generations/" + accepted.generation());
        return EventStreams.isWantedBy(request)
                ? ResponseEntity.ok().location(location).contentType(MediaType.TEXT_EVENT_STREAM)
                        .body(of(accepted.generation(), 0))
                : ResponseEntity.accepted().location(location).body(accepted);
    }

    /** The events after one, those to come included, with a comment in long pauses. */
    Flux<ServerSentEvent<String>> of(UUID generation, int after) {
        return EventStreams.withHeartbeat(
                generations.events(generation, after).map(GenerationEvent::toServerSentEvent),
                properties.heartbeatInterval());
    }
}
