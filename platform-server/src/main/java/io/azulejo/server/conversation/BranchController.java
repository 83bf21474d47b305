package io.azulejo.server.conversation;

import java.net.URI;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Fields;

/** Cuts branches off a conversation's tree, and plants them elsewhere. */
@RestController
@RequestMapping("/api/v1/conversations/{id}")
class BranchController {

    private final Branches branches;
    private final Blocking blocking;

    BranchController(Branches branches, Blocking blocking) {
        this.branches = branches;
        this.blocking = blocking;
    }

    /** Deletes a message and all that follow it. Answers among them that are being made end. */
    @DeleteMapping("/messages/{message}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Person person, @PathVariable UUID id, @PathVariable UUID message) {
        return blocking.run(() -> branches.delete(person.id(), id, message));
    }

    /** Makes another conversation of the messages up to one. */
    @PostMapping("/fork")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<ConversationSummary>> fork(Person person, @PathVariable UUID id,
            @RequestBody Fork fork) {
        UUID leaf = Fields.required(fork.message(), "message");
        return blocking.call(() -> branches.fork(person.id(), id, leaf))
                .map(made -> ResponseEntity.created(URI.create("/api/v1/conversations/" + made.id())).body(made));
    }

    /** @param message the last message of the other conversation */
    record Fork(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable UUID message) {}
}
