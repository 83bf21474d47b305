package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Lists, reads, renames and deletes conversations. They are made where the first message is taken. */
@RestController
@RequestMapping("/api/v1/conversations")
class ConversationController {

    private static final int MAX_LIMIT = 200;

    private final Conversations conversations;
    private final ConversationReader reader;
    private final ModelCatalog models;
    private final Blocking blocking;

    ConversationController(Conversations conversations, ConversationReader reader, ModelCatalog models,
            Blocking blocking) {
        this.conversations = conversations;
        this.reader = reader;
        this.models = models;
        this.blocking = blocking;
    }

    /** The newest first. */
    @GetMapping
    Mono<Page> list(Person person, @RequestParam @Nullable String before,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-parameter", "Invalid parameter",
                    "'limit' is " + limit + "; give a number from 1 to " + MAX_LIMIT + ".").withParameter("limit");
        }
        Cursor cursor = before == null ? null : Cursor.parse(before);
        return blocking.call(() -> conversations.list(person.id(), cursor, limit)).map(page -> new Page(page,
                page.size() < limit ? null : Cursor.of(page.getLast()).toString()));
    }

    @GetMapping("/{id}")
    Mono<ConversationView> read(Person person, @PathVariable UUID id) {
        return blocking.call(() -> reader.read(person.id(), id));
    }

    @PatchMapping("/{id}")
    Mono<ConversationSummary> change(Person person, @PathVariable UUID id, @RequestBody Change change) {
        String title = change.title() == null ? null : ConversationTitle.check(change.title());
        if (change.model() != null) {
            models.require(change.model());
        }
        return blocking.call(() -> conversations.change(person.id(), id, title, change.model()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Person person, @PathVariable UUID id) {
        return blocking.run(() -> conversations.delete(person.id(), id));
    }

    /** @param next what to give as {@code before} for the page after this one; null on the last */
    record Page(List<ConversationSummary> conversations, @Nullable String next) {}

    /** What is null stays as it is. */
    record Change(@Nullable String title, @Nullable String model) {}
}
