package io.azulejo.server.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

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
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.Fields;

/** Tells what is used. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Limits")
class UsageController {

    private static final int MOST_DAYS = 400;
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);

    private final Quotas quotas;
    private final AdmissionStore admissions;
    private final Consumption consumption;
    private final Blocking blocking;

    UsageController(Quotas quotas, AdmissionStore admissions, Consumption consumption, Blocking blocking) {
        this.quotas = quotas;
        this.admissions = admissions;
        this.consumption = consumption;
        this.blocking = blocking;
    }

    /**
     * @param limits null where there is none
     * @param dayResets when the day's limits begin anew
     * @param monthResets when the month's do
     */
    @Schema(name = "OwnUsage")
    record Own(Allowance limits, Use use, Instant dayResets, Instant monthResets) {}

    @Schema(name = "UsagePage")
    record Page(LocalDate from, LocalDate to, Consumption.By by, List<Consumption.Sum> usage) {}

    @Operation(summary = "Read what one may use, and did", description = "Of the person, whichever key it is asked with.")
    @GetMapping("/me/usage")
    Mono<Own> own(Person person) {
        return blocking.call(() -> {
            Instant now = DatabaseTime.now().truncatedTo(ChronoUnit.SECONDS);
            return new Own(quotas.of(person.id()), admissions.use(person.id(), null),
                    now.plus(Periods.leftOfDay(now)), now.plus(Periods.leftOfMonth(now)));
        });
    }

    @Operation(summary = "Sum what was used", description = "From one day to another (UTC), the last 30 where absent; by "
            + "day, user, group (of those who are in it now), model or key. What is in progress is not counted yet.")
    @GetMapping("/admin/usage")
    Mono<Page> sum(@RequestParam(defaultValue = "day") Consumption.By by, @RequestParam @Nullable LocalDate from,
            @RequestParam @Nullable LocalDate to, @RequestParam @Nullable UUID user,
            @RequestParam @Nullable String group, @RequestParam @Nullable String model,
            @RequestParam(defaultValue = "100") int limit) {
        LocalDate last = to == null ? LocalDate.ofInstant(DatabaseTime.now(), ZoneOffset.UTC) : to;
        if (last.isBefore(FIRST) || last.isAfter(LocalDate.of(9999, 12, 31))) {
            throw Fields.invalid("to", "'to' is no day of this system.");
        }
        LocalDate first = from == null ? last.minusDays(29) : from;
        if (first.isAfter(last) || first.isBefore(last.minusDays(MOST_DAYS))) {
            throw Fields.invalid("from", "'from' is to be a day at most " + MOST_DAYS + " days before 'to'.");
        }
        String groupName = group == null ? null : Fields.text(group, "group", 100);
        String modelId = model == null ? null : Fields.text(model, "model", 200);
        int checked = Fields.limit(limit, 1000);
        return blocking.call(() -> new Page(first, last, by,
                consumption.sum(by, first, last, user, groupName, modelId, checked)));
    }
}
