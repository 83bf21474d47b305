package io.azulejo.server.group;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.Texts;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes groups, and puts people into them. */
@RestController
@RequestMapping("/api/v1/admin/groups")
@Tag(name = "Groups", description = "Groups of people and what they may use, for administrators")
class GroupController {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:+-]{0,99}");
    private static final int MAX_DESCRIPTION = 1000;

    private final Groups groups;
    private final Blocking blocking;

    GroupController(Groups groups, Blocking blocking) {
        this.groups = groups;
        this.blocking = blocking;
    }

    /** @param next what to send as 'after' for the next page; null where there is none */
    @Schema(name = "GroupPage")
    record Page(List<Group> groups, @Nullable String next) {}

    /** @param next what to send as 'after' for the next page; null where there is none */
    @Schema(name = "MemberPage")
    record Members(List<Groups.Member> members, @Nullable UUID next) {}

    @Schema(name = "NewGroup")
    record NewGroup(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
            @Nullable String description) {}

    @Schema(name = "GroupChange")
    record Change(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String description) {}

    @Operation(summary = "List the groups")
    @GetMapping
    Mono<Page> list(@RequestParam @Nullable String after, @RequestParam(defaultValue = "50") int limit) {
        int checked = Fields.limit(limit, 200);
        String last = after == null ? null : Texts.check(after, "after");
        return blocking.call(() -> {
            List<Group> found = groups.list(last, checked + 1);
            boolean more = found.size() > checked;
            List<Group> page = more ? found.subList(0, checked) : found;
            return new Page(page, more ? page.getLast().name() : null);
        });
    }

    @Operation(summary = "Make a group", description = "It keeps its name.")
    @PostMapping
    @Audited("group.create")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<Group>> create(@RequestBody NewGroup request, ServerWebExchange exchange) {
        String name = Fields.text(request.name(), "name", 100);
        Audited.Notes.subject(exchange, name);
        if (!NAME.matcher(name).matches()) {
            throw Fields.invalid("name", "A group's name has letters, digits, spaces and . _ @ : + - only.");
        }
        String description = description(request.description());
        return blocking.call(() -> groups.create(name, description)).map(made -> ResponseEntity
                .created(URI.create("/api/v1/admin/groups/" + UriUtils.encodePathSegment(name, UTF_8))).body(made));
    }

    @Operation(summary = "Read one group")
    @GetMapping("/{name}")
    Mono<Group> read(@PathVariable String name) {
        return blocking.call(() -> groups.require(name));
    }

    @Operation(summary = "Describe a group")
    @PatchMapping("/{name}")
    @Audited("group.change")
    Mono<Group> change(@PathVariable String name, @RequestBody Change request) {
        String description = description(Fields.required(request.description(), "description"));
        return blocking.call(() -> groups.describe(name, description));
    }

    @Operation(summary = "Delete a group", description = "Its members stay; what it allowed them is taken away.")
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("group.delete")
    Mono<Void> delete(@PathVariable String name) {
        return blocking.run(() -> groups.delete(name));
    }

    @Operation(summary = "List the members of a group")
    @GetMapping("/{name}/members")
    Mono<Members> members(@PathVariable String name, @RequestParam @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        int checked = Fields.limit(limit, 200);
        return blocking.call(() -> {
            List<Groups.Member> found = groups.members(name, after, checked + 1);
            boolean more = found.size() > checked;
            List<Groups.Member> page = more ? found.subList(0, checked) : found;
            return new Members(page, more ? page.getLast().id() : null);
        });
    }

    @Operation(summary = "Put a user into a group")
    @PutMapping("/{name}/members/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("group.add-member")
    Mono<Void> add(@PathVariable String name, @PathVariable UUID id) {
        return blocking.run(() -> groups.add(name, id));
    }

    @Operation(summary = "Take a user out of a group")
    @DeleteMapping("/{name}/members/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("group.remove-member")
    Mono<Void> remove(@PathVariable String name, @PathVariable UUID id) {
        return blocking.run(() -> groups.remove(name, id));
    }

    private static String description(@Nullable String text) {
        return text == null || text.isBlank() ? "" : Fields.text(text, "description", MAX_DESCRIPTION);
    }
}
