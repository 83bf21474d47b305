package io.azulejo.server.generation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;

/** Has questions answered once more. Each further answer is a sibling of the first. */
@RestController
@RequestMapping("/api/v1/conversations/{id}/messages/{message}")
class AnswerController {

    private final FurtherAnswers answers;
    private final GenerationStreams streams;
    private final Blocking blocking;

    AnswerController(FurtherAnswers answers, GenerationStreams streams, Blocking blocking) {
        this.answers = answers;
        this.streams = streams;
        this.blocking = blocking;
    }

    /**
     * Answers a question once more, by the same model or another one. The message is an answer to it, or the question
     * itself. Several answers to one question may be made at once.
     */
    @PostMapping("/regenerate")
    @Answers
    Mono<ResponseEntity<Object>> regenerate(Person person, @PathVariable UUID id, @PathVariable UUID message,
            @RequestBody(required = false) @Nullable AnswerRequest request,
            @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        String requestKey = RequestKey.check(key);
        return blocking.call(
                () -> answers.regenerate(person, models, id, message, request == null ? AnswerRequest.EMPTY : request,
                        requestKey))
                .map(accepted -> streams.answer(accepted, exchange.getRequest()));
    }

    /**
     * Goes on with an answer that was cut off, for its length or by a stop, a failure or the end of an instance. The new
     * answer begins with the text so far, which is its first text event.
     */
    @PostMapping("/continue")
    @Answers
    Mono<ResponseEntity<Object>> goOn(Person person, @PathVariable UUID id, @PathVariable UUID message,
            @RequestBody(required = false) @Nullable ContinueRequest request,
            @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        String requestKey = RequestKey.check(key);
        return blocking
                .call(() -> answers.goOn(person, models, id, message, request == null ? ContinueRequest.EMPTY : request,
                        requestKey))
                .map(accepted -> streams.answer(accepted, exchange.getRequest()));
    }
}
