package io.azulejo.server.limit;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;

/** Says how much users, members of groups and keys may use. */
@RestController
@RequestMapping("/api/v1/admin/quotas")
@Tag(name = "Limits", description = "How much may be used, and how much is")
class QuotaController {

    private final Quotas quotas;
    private final Blocking blocking;

    QuotaController(Quotas quotas, Blocking blocking) {
        this.quotas = quotas;
        this.blocking = blocking;
    }

    /** @param next what to send as 'after' for the next page; null where there is none */
    @Schema(name = "QuotaPage")
    record Page(List<Quota> quotas, @Nullable UUID next) {}

    /** One of user, group and key; a limit that is absent or null says nothing, -1 is without limit. */
    @Schema(name = "NewQuota")
    record NewQuota(@Nullable UUID user, @Nullable String group, @Nullable UUID key,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Allowance limits) {}

    @Schema(name = "QuotaChange")
    record Change(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Allowance limits) {}

    @Operation(summary = "List the quotas")
    @GetMapping
    Mono<Page> list(@RequestParam @Nullable UUID after, @RequestParam(defaultValue = "50") int limit) {
        int checked = Fields.limit(limit, 200);
        return blocking.call(() -> {
            List<Quota> found = quotas.list(after, checked + 1);
            boolean more = found.size() > checked;
            List<Quota> page = more ? found.subList(0, checked) : found;
            return new Page(page, more ? page.getLast().id() : null);
        });
    }

    @Operation(summary = "Set a quota", description = "For a user, each member of a group, or an API key. Of each limit "
            + "a user's own quota counts, else the most that one of their groups allows, else the configuration; a "
            + "key's holds beside that of its person.")
    @PostMapping
    @Audited("quota.create")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<Quota>> create(@RequestBody NewQuota form, ServerWebExchange exchange) {
        Audited.Notes.detail(exchange, form.toString());
        if (Stream.of(form.user(), form.group(), form.key()).filter(each -> each != null).count() != 1) {
            throw Fields.invalid("user", "Give one of 'user', 'group' and 'key'.");
        }
        String group = form.group() == null ? null : Fields.text(form.group(), "group", 100);
        Allowance limits = checked(form.limits());
        return blocking
                .call(() -> quotas.create(new Quota(TimeOrderedId.next(), form.user(), group, form.key(), limits)))
                .map(made -> ResponseEntity.created(URI.create("/api/v1/admin/quotas/" + made.id())).body(made));
    }

    @Operation(summary = "Read one quota")
    @GetMapping("/{id}")
    Mono<Quota> read(@PathVariable UUID id) {
        return blocking.call(() -> quotas.require(id));
    }

    @Operation(summary = "Change a quota", description = "To these limits and no others.")
    @PutMapping("/{id}")
    @Audited("quota.change")
    Mono<Quota> change(@PathVariable UUID id, @RequestBody Change form, ServerWebExchange exchange) {
        Audited.Notes.detail(exchange, form.toString());
        Allowance limits = checked(form.limits());
        return blocking.call(() -> quotas.change(id, limits));
    }

    @Operation(summary = "Delete a quota")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("quota.delete")
    Mono<Void> delete(@PathVariable UUID id) {
        return blocking.run(() -> quotas.delete(id));
    }

    private static Allowance checked(@Nullable Allowance given) {
        Allowance limits = Fields.required(given, "limits");
        check("requestsPerMinute", limits.requestsPerMinute());
        check("requestsPerDay", limits.requestsPerDay());
        check("tokensPerDay", limits.tokensPerDay());
        check("tokensPerMonth", limits.tokensPerMonth());
        check("pictureTokensPerDay", limits.pictureTokensPerDay());
        check("concurrent", limits.concurrent());
        return limits;
    }

    private static void check(String field, @Nullable Long value) {
        if (value != null && value < Allowance.UNLIMITED) {
            throw Fields.invalid("limits." + field, "'" + field + "' is " + value
                    + "; give 0 or more, -1 for no limit, or null to say nothing.");
        }
    }
}
