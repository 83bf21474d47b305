package io.azulejo.server.group;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.Fields;

/** Says which models are for whom. */
@RestController
@RequestMapping("/api/v1/admin/model-permissions")
@Tag(name = "Groups")
class ModelPermissionController {

    private static final int MAX_MODEL = 200;
    private static final int MOST = 1000;

    private final ModelPermissions permissions;
    private final Blocking blocking;

    ModelPermissionController(ModelPermissions permissions, Blocking blocking) {
        this.permissions = permissions;
        this.blocking = blocking;
    }

    @Schema(name = "ModelPermissionPage")
    record Page(List<ModelPermission> permissions) {}

    /** @param model need not be there yet */
    @Schema(name = "NewModelPermission")
    record Form(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String model,
            @Nullable List<String> groups, @Nullable List<UUID> users) {}

    @Operation(summary = "List the models that are not for everybody")
    @GetMapping
    Mono<Page> list() {
        return blocking.call(() -> new Page(permissions.list()));
    }

    @Operation(summary = "Restrict a model", description = "To members of these groups, these users and administrators. "
            + "For others it is as if it were not there.")
    @PutMapping
    @Audited("model.restrict")
    Mono<ModelPermission> restrict(@RequestBody Form form, ServerWebExchange exchange) {
        ModelPermission permission = new ModelPermission(Fields.text(form.model(), "model", MAX_MODEL),
                distinct("groups", form.groups()), distinct("users", form.users()));
        Audited.Notes.subject(exchange, permission.model());
        Audited.Notes.detail(exchange, "groups=" + permission.groups() + ", users=" + permission.users());
        return blocking.call(() -> permissions.restrict(permission));
    }

    @Operation(summary = "Open a model to everybody")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("model.open")
    Mono<Void> open(@RequestParam String model, ServerWebExchange exchange) {
        String id = Fields.text(model, "model", MAX_MODEL);
        Audited.Notes.subject(exchange, id);
        return blocking.run(() -> permissions.open(id));
    }

    private static <T> List<T> distinct(String field, @Nullable List<T> values) {
        LinkedHashSet<T> distinct = new LinkedHashSet<>();
        for (T value : values == null ? List.<T>of() : values) {
            distinct.add(Fields.required(value, field));
        }
        if (distinct.size() > MOST) {
            throw Fields.invalid(field, "'" + field + "' has more than " + MOST + " entries. Make a group of them.");
        }
        return List.copyOf(distinct);
    }
}
