package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Logins;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;

/** Lists, reads, changes and deletes conversations. They are made where the first message is taken. */
@RestController
@RequestMapping("/api/v1/conversations")
class ConversationController {

    private static final int MAX_LIMIT = 200;

    private final Conversations conversations;
    private final ConversationLists lists;
    private final ConversationReader reader;
    private final Folders folders;
    private final Bin bin;
    private final Blocking blocking;

    ConversationController(Conversations conversations, ConversationLists lists, ConversationReader reader,
            Folders folders, Bin bin, Blocking blocking) {
        this.conversations = conversations;
        this.lists = lists;
        this.reader = reader;
        this.folders = folders;
        this.bin = bin;
        this.blocking = blocking;
    }

    /**
     * The newest first. Temporary conversations are in no list.
     *
     * @param before {@code next} of the page before
     * @param folder only those in this folder
     * @param tag only those with this tag
     * @param archived true: only archived ones; false: only others
     * @param pinned true: only pinned ones; false: only others; absent: both
     * @param deleted true: only those in the bin, archived or not; false: only others
     */
    @GetMapping
    Mono<Page> list(Person person, @RequestParam @Nullable String before, @RequestParam(defaultValue = "50") int limit,
            @RequestParam @Nullable UUID folder, @RequestParam @Nullable String tag,
            @RequestParam(defaultValue = "false") boolean archived, @RequestParam @Nullable Boolean pinned,
            @RequestParam(defaultValue = "false") boolean deleted) {
        Fields.limit(limit, MAX_LIMIT);
        Cursor cursor = before == null ? null : Cursor.parse(before);
        ConversationFilter filter = new ConversationFilter(folder,
                tag == null ? null : Fields.text(tag, "tag", ChangeRequest.MAX_TAG_LENGTH), archived, pinned, deleted);
        return blocking.call(() -> lists.list(person.id(), filter, cursor, limit)).map(page -> new Page(page,
                page.size() < limit ? null : Cursor.of(page.getLast()).toString()));
    }

    @GetMapping("/{id}")
    Mono<ConversationView> read(Person person, @PathVariable UUID id, Authentication login) {
        return blocking.call(() -> reader.read(person.id(), id, Logins.administers(login)));
    }

    @PatchMapping("/{id}")
    Mono<ConversationSummary> change(Person person, @PathVariable UUID id, @RequestBody ChangeRequest request,
            PermittedModels models) {
        ConversationChange change = request.toChange();
        if (change.model() != null) {
            models.require(change.model());
        }
        return blocking.call(() -> {
            if (change.folder() != null && change.folder().folder() != null) {
                folders.require(person.id(), change.folder().folder());
            }
            return conversations.change(person.id(), id, change);
        });
    }

    /**
     * Puts it into the bin, from where it can be restored for some time; a temporary one is gone at once.
     *
     * @param permanently deletes it at once, from the bin or not
     */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("conversation.delete")
    Mono<Void> delete(Person person, @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean permanently) {
        return blocking.run(() -> {
            if (permanently) {
                bin.delete(person.id(), id);
            } else {
                bin.put(person.id(), id);
            }
        });
    }

    /** Takes it out of the bin. */
    @PostMapping("/{id}/restore")
    Mono<ConversationSummary> restore(Person person, @PathVariable UUID id) {
        return blocking.call(() -> bin.restore(person.id(), id));
    }

    /** @param next what to give as {@code before} for the page after this one; null on the last */
    record Page(List<ConversationSummary> conversations, @Nullable String next) {}
}
