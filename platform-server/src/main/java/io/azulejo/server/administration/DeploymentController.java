package io.azulejo.server.administration;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.model.BackendRuntime;
import io.azulejo.server.model.DeploymentConfiguration;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.ProblemException;
import io.azulejo.server.web.Texts;

/** Adds and changes deployments: which backends serve a model that users see. */
@RestController
@RequestMapping("/api/v1/admin/deployments")
@Tag(name = "Administration")
class DeploymentController {

    private static final int MAX_NAME = 200;

    private final DeploymentStore store;
    private final BackendReconciler reconciler;
    private final BackendRuntime runtime;
    private final Blocking blocking;

    DeploymentController(DeploymentStore store, BackendReconciler reconciler, BackendRuntime runtime,
            Blocking blocking) {
        this.store = store;
        this.reconciler = reconciler;
        this.runtime = runtime;
        this.blocking = blocking;
    }

    /**
     * @param id by which it is changed; null where the configuration names it
     * @param model the model that users see
     * @param backendModel the id of the backend's model
     * @param active whether that backend runs and has the model
     */
    record View(@Nullable UUID id, String model, @Nullable String backend, String backendModel, int weight,
            int priority, @Nullable Boolean pictures, @Nullable Integer minPromptTokens,
            @Nullable Integer maxPromptTokens, Set<String> groups, boolean active) {}

    /** @param deployments those of the configuration first */
    record Page(List<View> deployments) {}

    /**
     * @param model the model that users see; need not be there yet
     * @param backend the name of a backend; need not be there yet
     * @param backendModel the id of the backend's model; that of the model where absent
     * @param weight how large a share of the conversations it gets among those of its priority; 1 where absent
     * @param priority those of a higher number answer only where none of a lower one can; 0 where absent
     * @param pictures true where it takes only prompts with pictures, false where only those without
     * @param groups the names of the groups that it is for; for everybody where absent or empty
     */
    record Form(@Nullable String model, @Nullable String backend, @Nullable String backendModel,
            @Nullable Integer weight, @Nullable Integer priority, @Nullable Boolean pictures,
            @Nullable Integer minPromptTokens, @Nullable Integer maxPromptTokens, @Nullable Set<String> groups,
            @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, JsonNode> others) {}

    @Operation(summary = "List the deployments", description = "Of models that several backends serve, or that have a "
            + "name of their own.")
    @GetMapping
    Mono<Page> list() {
        return blocking.call(() -> {
            List<View> views = new ArrayList<>();
            runtime.configuredDeployments().forEach((model, all) -> all
                    .forEach(deployment -> views.add(view(null, model, deployment))));
            store.all().forEach(stored -> views.add(view(stored.id(), stored.model(), stored.configuration())));
            return new Page(views);
        });
    }

    @Operation(summary = "Add a deployment", description = "It serves as soon as its backend runs.")
    @PostMapping
    @Audited("deployment.create")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<View>> add(@RequestBody Form form) {
        return blocking.call(TimeOrderedId::next).flatMap(id -> save(id, form)
                .map(view -> ResponseEntity.created(URI.create("/api/v1/admin/deployments/" + id)).body(view)));
    }

    @Operation(summary = "Change a deployment")
    @PutMapping("/{id}")
    @Audited("deployment.change")
    Mono<View> change(@PathVariable UUID id, @RequestBody Form form) {
        return blocking.run(() -> require(id)).then(save(id, form));
    }

    @Operation(summary = "Delete a deployment", description = "Answers in progress are not touched.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("deployment.delete")
    Mono<Void> delete(@PathVariable UUID id) {
        return blocking.run(() -> {
            if (!store.delete(id)) {
                throw unknown(id);
            }
            reconciler.wake();
        });
    }

    private Mono<View> save(UUID id, Form form) {
        String model = name("model", form.model());
        DeploymentConfiguration deployment = read(form, model);
        return blocking.call(() -> {
            if (isConfigured(model, deployment)) {
                throw exists();
            }
            try {
                store.save(id, model, deployment);
            } catch (DuplicateKeyException _) {
                throw exists();
            }
            reconciler.wake();
            return view(id, model, deployment);
        });
    }

    private static DeploymentConfiguration read(Form form, String model) {
        if (form.others() != null && !form.others().isEmpty()) {
            String unknown = form.others().keySet().iterator().next();
            throw invalid(unknown, "There is no field '" + unknown + "'. Known: backend, backendModel, "
                    + "groups, maxPromptTokens, minPromptTokens, model, pictures, priority, weight.");
        }
        if (form.weight() != null && form.weight() < 1) {
            throw invalid("weight", "A deployment of no weight would get no prompt. Give 1 or more.");
        }
        Integer fewest = form.minPromptTokens();
        Integer most = form.maxPromptTokens();
        if (fewest != null && fewest < 1) {
            throw invalid("minPromptTokens", "'minPromptTokens' is " + fewest + "; give 1 or more, or none.");
        }
        if (most != null && (most < 1 || (fewest != null && fewest > most))) {
            throw invalid("maxPromptTokens", "No prompt is that short. Give a number of tokens above those of "
                    + "minPromptTokens.");
        }
        return new DeploymentConfiguration(name("backend", form.backend()),
                form.backendModel() == null ? model : name("backendModel", form.backendModel()),
                form.weight() == null ? 1 : form.weight(), form.priority() == null ? 0 : form.priority(),
                form.pictures(), fewest, most, groups(form.groups()));
    }

    private boolean isConfigured(String model, DeploymentConfiguration deployment) {
        return runtime.configuredDeployments().getOrDefault(model, List.of()).stream()
                .anyMatch(present -> deployment.backend() != null && deployment.backend().equals(present.backend())
                        && backendModel(model, deployment).equals(backendModel(model, present)));
    }

    private View view(@Nullable UUID id, String model, DeploymentConfiguration deployment) {
        String served = backendModel(model, deployment);
        boolean active = deployment.backend() != null && runtime.running(deployment.backend())
                .filter(backend -> backend.models().stream().anyMatch(one -> one.descriptor().id().equals(served)))
                .isPresent();
        return new View(id, model, deployment.backend(), served, deployment.weight(), deployment.priority(),
                deployment.pictures(), deployment.minPromptTokens(), deployment.maxPromptTokens(),
                deployment.groups(), active);
    }

    private static String backendModel(String model, DeploymentConfiguration deployment) {
        return deployment.model() == null ? model : deployment.model();
    }

    private static Set<String> groups(@Nullable Set<String> names) {
        Set<String> checked = new TreeSet<>();
        for (String name : names == null ? Set.<String>of() : names) {
            checked.add(name("groups", name));
        }
        return checked;
    }

    private static String name(String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > MAX_NAME) {
            throw invalid(field, "'" + field + "' is to be a name of 1 to " + MAX_NAME + " characters.");
        }
        return Texts.check(value.strip(), field);
    }

    private void require(UUID id) {
        if (store.all().stream().noneMatch(stored -> stored.id().equals(id))) {
            throw unknown(id);
        }
    }

    private static ProblemException exists() {
        return ProblemException.of(HttpStatus.CONFLICT, "deployment-exists", "The deployment exists",
                "The model has this deployment already. Change that one.");
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-deployment", "Unknown deployment",
                "No deployment '" + id + "' was added. GET /api/v1/admin/deployments lists those that there are; those "
                        + "of the configuration are changed there.");
    }

    private static ProblemException invalid(String field, String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-deployment", "Invalid deployment", detail)
                .withParameter(field);
    }
}
