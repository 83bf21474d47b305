package io.azulejo.server.generation;

import java.util.UUID;

import org.springframework.http.codec.ServerSentEvent;
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

    /** The events after one, those to come included, with a comment in long pauses. */
    Flux<ServerSentEvent<String>> of(UUID generation, int after) {
        return EventStreams.withHeartbeat(
                generations.events(generation, after).map(GenerationEvent::toServerSentEvent),
                properties.heartbeatInterval());
    }
}
