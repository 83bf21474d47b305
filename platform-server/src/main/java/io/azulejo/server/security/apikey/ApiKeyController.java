package io.azulejo.server.security.apikey;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;

/** One's own keys. A key cannot make keys. */
@RestController
@RequestMapping("/api/v1/me/keys")
@Tag(name = "API keys", description = "Keys of one's own programs")
class ApiKeyController {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final ApiKeys keys;
    private final Blocking blocking;

    ApiKeyController(ApiKeys keys, Blocking blocking) {
        this.keys = keys;
        this.blocking = blocking;
    }

    @Operation(summary = "List one's API keys")
    @GetMapping
    Mono<List<ApiKey>> list(Person person) {
        return blocking.call(() -> keys.list(person.id()));
    }

    @Operation(summary = "Make an API key", description = "The answer shows the key, this once.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Audited("key.create")
    Mono<ApiKey> create(Person person, @RequestBody NewKey request, ServerWebExchange exchange) {
        String name = Fields.text(request.name(), "name", 100);
        List<KeyScope> asked = request.scopes() == null ? List.of(KeyScope.read, KeyScope.chat) : request.scopes();
        if (asked.isEmpty()) {
            throw Fields.invalid("scopes", "'scopes' is empty. Give at least one of read, chat, admin.");
        }
        Set<KeyScope> scopes = EnumSet.copyOf(asked);
        Instant expiresAt = request.expiresAt() == null ? null : request.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        if (expiresAt != null && (expiresAt.isBefore(DatabaseTime.now()) || expiresAt.isAfter(LATEST))) {
            throw Fields.invalid("expiresAt", "'expiresAt' is not in the future. Give a later time, or none.");
        }
        return blocking.call(() -> keys.create(person.id(), name, scopes, expiresAt))
                .doOnNext(made -> Audited.Notes.subject(exchange, made.id().toString()));
    }

    @Operation(summary = "Revoke an API key", description = "It is refused from now on.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("key.revoke")
    Mono<Void> delete(Person person, @PathVariable UUID id) {
        return blocking.run(() -> keys.delete(person.id(), id));
    }

    @Schema(name = "NewApiKey")
    record NewKey(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
            @Nullable List<KeyScope> scopes, @Nullable Instant expiresAt) {}
}
