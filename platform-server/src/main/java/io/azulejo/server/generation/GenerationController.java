package io.azulejo.server.generation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Shows how an answer is being made, streams it, and stops it. */
@RestController
@RequestMapping("/api/v1/generations/{id}")
class GenerationController {

    private final Generations generations;
    private final GenerationStore store;
    private final GenerationStreams streams;
    private final Blocking blocking;

    GenerationController(Generations generations, GenerationStore store, GenerationStreams streams,
            Blocking blocking) {
        this.generations = generations;
        this.store = store;
        this.streams = streams;
        this.blocking = blocking;
    }

    @GetMapping
    Mono<AnswerRecord> read(Person person, @PathVariable UUID id, Authentication login) {
        return blocking.call(() -> store.require(person.id(), id)).map(answer -> shown(answer, login));
    }

    /**
     * All events from the first on, or those after {@code Last-Event-ID}. A reader who has had the end already gets no
     * content, which tells an {@code EventSource} not to come again.
     */
    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<ResponseEntity<Flux<ServerSentEvent<String>>>> events(Person person, @PathVariable UUID id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        int after = lastEventId == null ? 0 : parse(lastEventId);
        return blocking.call(() -> {
            boolean ended = store.require(person.id(), id).timings().endedAt() != null;
            return ended && after >= store.lastSeq(id)
                    ? ResponseEntity.noContent().<Flux<ServerSentEvent<String>>>build()
                    : ResponseEntity.ok(streams.of(id, after));
        });
    }

    /** Ends the answer and frees the backend; tells how it ended. Stopping what has ended changes nothing. */
    @PostMapping("/stop")
    Mono<AnswerRecord> stop(Person person, @PathVariable UUID id, Authentication login) {
        return blocking.call(() -> store.require(person.id(), id)).then(generations.stop(id))
                .map(answer -> shown(answer, login));
    }

    private static AnswerRecord shown(AnswerRecord answer, Authentication login) {
        return Logins.administers(login) ? answer : answer.withoutDeployments();
    }

    private static int parse(String lastEventId) {
        try {
            int seq = Integer.parseInt(lastEventId.strip());
            if (seq >= 0) {
                return seq;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter",
                "Last-Event-ID is '" + lastEventId + "'; give the id of an event of this generation.")
                .withParameter("Last-Event-ID");
    }
}
