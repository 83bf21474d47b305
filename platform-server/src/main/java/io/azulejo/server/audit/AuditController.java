package io.azulejo.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.web.Fields;

/** Shows the audit log. */
@RestController
@RequestMapping("/api/v1/admin/audit")
@Tag(name = "Audit", description = "Who did what, for administrators")
class AuditController {

    private static final Pattern ACTION = Pattern.compile("[a-z.-]{1,100}");
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final AuditLog log;
    private final Blocking blocking;

    AuditController(AuditLog log, Blocking blocking) {
        this.log = log;
        this.blocking = blocking;
    }

    /** @param next what to send as 'before' for the next page; null where there is none */
    @Schema(name = "AuditPage")
    record Page(List<AuditEvent> events, @Nullable UUID next) {}

    @Operation(summary = "List what was done", description = "The newest first. `action` is one such as `user.change`, or "
            + "its first word; `actor` the id of a user; `from` (included) and `to` (not) are times.")
    @GetMapping
    Mono<Page> list(@RequestParam @Nullable UUID before, @RequestParam @Nullable UUID actor,
            @RequestParam @Nullable String action, @RequestParam AuditEvent.@Nullable Result result,
            @RequestParam @Nullable Instant from, @RequestParam @Nullable Instant to,
            @RequestParam(defaultValue = "50") int limit) {
        int checked = Fields.limit(limit, 200);
        if (action != null && !ACTION.matcher(action).matches()) {
            throw Fields.invalid("action", "'action' has small letters, points and hyphens only.");
        }
        AuditLog.Filter filter = new AuditLog.Filter(actor, action, result, time("from", from), time("to", to));
        return blocking.call(() -> {
            List<AuditEvent> found = log.list(filter, before, checked + 1);
            boolean more = found.size() > checked;
            List<AuditEvent> page = more ? found.subList(0, checked) : found;
            return new Page(page, more ? page.getLast().id() : null);
        });
    }

    private static @Nullable Instant time(String name, @Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw Fields.invalid(name, "'" + name + "' is no time of this system.");
        }
        return time;
    }
}
