package io.azulejo.server.conversation;

import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Fields;

/** Takes what readers think of answers. */
@RestController
@RequestMapping("/api/v1/conversations/{id}/messages/{answer}/feedback")
class FeedbackController {

    private final FeedbackStore store;
    private final Blocking blocking;

    FeedbackController(FeedbackStore store, Blocking blocking) {
        this.store = store;
        this.blocking = blocking;
    }

    /** Takes the place of what was said before. */
    @PutMapping
    Mono<Feedback> put(Person person, @PathVariable UUID id, @PathVariable UUID answer,
            @RequestBody Feedback feedback) {
        Fields.required(feedback.rating(), "rating");
        Feedback checked = feedback.comment() == null || feedback.comment().isBlank()
                ? new Feedback(feedback.rating(), null)
                : new Feedback(feedback.rating(), Fields.text(feedback.comment(), "comment", Feedback.MAX_COMMENT));
        return blocking.call(() -> {
            store.put(person.id(), id, answer, checked);
            return checked;
        });
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Person person, @PathVariable UUID id, @PathVariable UUID answer) {
        return blocking.run(() -> store.remove(person.id(), id, answer));
    }
}
