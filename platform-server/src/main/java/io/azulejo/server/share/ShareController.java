package io.azulejo.server.share;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Audited;

/** Makes, lists and ends links to conversations. */
@RestController
@RequestMapping("/api/v1")
class ShareController {

    private final Shares shares;
    private final Conversations conversations;
    private final Blocking blocking;

    ShareController(Shares shares, Conversations conversations, Blocking blocking) {
        this.shares = shares;
        this.conversations = conversations;
        this.blocking = blocking;
    }

    /**
     * Makes a link by which everybody who has it sees the conversation as it is now, up to a message. What comes later is
     * not seen, and what is deleted later still is; deleting the conversation ends the link.
     */
    @PostMapping("/conversations/{id}/shares")
    @ResponseStatus(HttpStatus.CREATED)
    @Audited("share.create")
    Mono<Share.Made> create(Person person, @PathVariable UUID id,
            @RequestBody(required = false) @Nullable ShareRequest request) {
        return blocking.call(() -> shares.create(person.id(), id, request == null ? ShareRequest.EMPTY : request));
    }

    @GetMapping("/conversations/{id}/shares")
    Mono<List<Share>> ofConversation(Person person, @PathVariable UUID id) {
        return blocking.call(() -> {
            conversations.require(person.id(), id);
            return shares.list(person.id(), id);
        });
    }

    @GetMapping("/shares")
    Mono<List<Share>> list(Person person) {
        return blocking.call(() -> shares.list(person.id()));
    }

    /** Ends a link at once. */
    @DeleteMapping("/shares/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("share.revoke")
    Mono<Void> delete(Person person, @PathVariable UUID id) {
        return blocking.run(() -> shares.delete(person.id(), id));
    }
}
