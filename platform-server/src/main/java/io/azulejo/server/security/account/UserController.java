package io.azulejo.server.security.account;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.SecurityMode;
import io.azulejo.server.security.SecurityProperties;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;
import io.azulejo.server.web.ProblemException;

/** What administrators do with accounts. */
@RestController
@RequestMapping("/api/v1/admin")
@Tag(name = "Users", description = "Accounts, for administrators")
class UserController {

    /** Characters of a name that is looked for. */
    private static final int MOST_SOUGHT = 200;

    private final Accounts accounts;
    private final Links links;
    private final SecurityProperties properties;
    private final Blocking blocking;

    UserController(Accounts accounts, Links links, SecurityProperties properties, Blocking blocking) {
        this.accounts = accounts;
        this.links = links;
        this.properties = properties;
        this.blocking = blocking;
    }

    /** @param next what to send as 'after' for the next page; null where there is none */
    record Page(List<Account> users, @Nullable UUID next) {}

    record Change(@Nullable AccountRole role, @Nullable Boolean enabled) {}

    record Invitation(@Nullable AccountRole role) {}

    @Operation(summary = "List the users", description = "With 'q', those whose name has it as a part.")
    @GetMapping("/users")
    Mono<Page> list(@RequestParam @Nullable String q, @RequestParam @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        String part = q == null || q.isBlank() ? null : Fields.text(q, "q", MOST_SOUGHT);
        int checked = Fields.limit(limit, 200);
        return blocking.call(() -> {
            List<Account> found = accounts.list(part, after, checked + 1);
            boolean more = found.size() > checked;
            List<Account> page = more ? found.subList(0, checked) : found;
            return new Page(page, more ? page.getLast().id() : null);
        });
    }

    @Operation(summary = "Give a user another role, or switch them off or on")
    @PatchMapping("/users/{id}")
    @Audited("user.change")
    Mono<Account> change(@PathVariable UUID id, @RequestBody Change change, ServerWebExchange exchange) {
        Audited.Notes.detail(exchange, Stream.of(Map.entry("role", Optional.ofNullable(change.role())),
                Map.entry("enabled", Optional.ofNullable(change.enabled())))
                .filter(entry -> entry.getValue().isPresent())
                .map(entry -> entry.getKey() + "=" + entry.getValue().get()).collect(Collectors.joining(", ")));
        if (change.role() != null && properties.mode() == SecurityMode.OIDC) {
            throw ProblemException.of(HttpStatus.CONFLICT, "role-from-provider", "The provider gives the role",
                    "Roles come with each login from the provider. Change the person's roles there.")
                    .withParameter("role");
        }
        return blocking.call(() -> accounts.change(id, change.role(), change.enabled()));
    }

    @Operation(summary = "Make a link by which a user sets a new password", description = "Valid for a day.")
    @PostMapping("/users/{id}/password-reset")
    @ResponseStatus(HttpStatus.CREATED)
    @Audited("password.link")
    Mono<Links.Link> reset(@PathVariable UUID id) {
        properties.requirePasswords();
        return blocking.call(() -> {
            accounts.require(id);
            return links.reset(id, Duration.ofDays(1));
        });
    }

    @Operation(summary = "Make a link by which somebody makes an account", description = "Valid for a week, once.")
    @PostMapping("/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    @Audited("invitation.create")
    Mono<Links.Link> invite(@RequestBody Invitation invitation, ServerWebExchange exchange) {
        properties.requirePasswords();
        AccountRole role = invitation.role() == null ? AccountRole.user : invitation.role();
        Audited.Notes.detail(exchange, "role=" + role);
        return blocking.call(() -> links.invite(role, false, Duration.ofDays(7)));
    }
}
