package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.conversation.ConversationLists.TagCount;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Fields;

/** Folders, and the tags that conversations have. */
@RestController
@RequestMapping("/api/v1")
class FolderController {

    private static final int MAX_LENGTH = 100;

    private final Folders folders;
    private final ConversationLists lists;
    private final Blocking blocking;

    FolderController(Folders folders, ConversationLists lists, Blocking blocking) {
        this.folders = folders;
        this.lists = lists;
        this.blocking = blocking;
    }

    @GetMapping("/folders")
    Mono<List<Folder>> list(Person person) {
        return blocking.call(() -> folders.list(person.id()));
    }

    @PostMapping("/folders")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Folder> create(Person person, @RequestBody Name name) {
        String checked = name.checked();
        return blocking.call(() -> folders.create(person.id(), checked));
    }

    @PatchMapping("/folders/{id}")
    Mono<Folder> rename(Person person, @PathVariable UUID id, @RequestBody Name name) {
        String checked = name.checked();
        return blocking.call(() -> folders.rename(person.id(), id, checked));
    }

    /** Its conversations stay, in no folder. */
    @DeleteMapping("/folders/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Person person, @PathVariable UUID id) {
        return blocking.run(() -> folders.delete(person.id(), id));
    }

    /** All tags, and how many conversations have each. */
    @GetMapping("/tags")
    Mono<List<TagCount>> tags(Person person) {
        return blocking.call(() -> lists.tags(person.id()));
    }

    @Schema(name = "FolderName")
    record Name(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name) {

        private String checked() {
            return Fields.text(name, "name", MAX_LENGTH);
        }
    }
}
