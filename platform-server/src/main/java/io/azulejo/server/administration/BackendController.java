package io.azulejo.server.administration;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.backend.Backend;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.BackendConfiguration;
import io.azulejo.server.model.BackendRuntime;
import io.azulejo.server.web.Audited;
import io.azulejo.server.web.EventStreams;
import io.azulejo.server.web.ProblemException;

/** Adds, changes, loads and unloads backends. Loading takes its time: an answer tells what is wanted, not what is. */
@RestController
@RequestMapping("/api/v1/admin")
@Tag(name = "Administration")
class BackendController {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final BackendStore store;
    private final BackendReconciler reconciler;
    private final BackendRuntime runtime;
    private final Blocking blocking;

    BackendController(BackendStore store, BackendReconciler reconciler, BackendRuntime runtime, Blocking blocking) {
        this.store = store;
        this.reconciler = reconciler;
        this.runtime = runtime;
        this.blocking = blocking;
    }

    /** @param backends those of the configuration first */
    record Page(List<BackendView> backends) {}

    /** @param types the types of backends that can be made here, those of plugins included */
    record Types(Set<String> types) {}

    @Operation(summary = "List the types of backends")
    @GetMapping("/backend-types")
    Types types() {
        return new Types(runtime.types());
    }

    @Operation(summary = "List the backends", description = "With their state on the instance that answers, what they "
            + "serve, health, memory and device maps.")
    @GetMapping("/backends")
    Mono<Page> list() {
        return blocking.call(() -> {
            List<BackendView> views = new ArrayList<>();
            runtime.configured().forEach(backend -> views.add(view(backend, true)));
            store.all().stream().filter(backend -> configured(backend.name()).isEmpty())
                    .forEach(backend -> views.add(view(backend, false)));
            return new Page(views);
        });
    }

    @Operation(summary = "Read one backend")
    @GetMapping("/backends/{name}")
    Mono<BackendView> read(@PathVariable String name) {
        return blocking.call(() -> require(name));
    }

    @Operation(summary = "Add a backend", description = "It is kept and loads; its state tells how that goes.")
    @PostMapping("/backends")
    @Audited("backend.create")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ResponseEntity<BackendView>> add(@RequestBody BackendForm form) {
        String name = form.name() == null ? "" : form.name();
        return blocking.call(() -> {
            BackendConfiguration backend = form.read(name, runtime.types(), null);
            if (configured(name).isPresent() || store.find(name).isPresent()) {
                throw ProblemException.of(HttpStatus.CONFLICT, "backend-exists", "The backend exists",
                        "There is a backend '" + name + "' already. Give another name, or change that one.")
                        .withParameter("name");
            }
            store.save(backend);
            reconciler.wakeFor(name, true);
            return ResponseEntity.created(URI.create("/api/v1/admin/backends/" + name)).body(view(backend, false));
        });
    }

    @Operation(summary = "Change a backend", description = "It is unloaded, and loads as it is now. Secrets that are "
            + "sent as they are shown stay as they are.")
    @PutMapping("/backends/{name}")
    @Audited("backend.change")
    Mono<BackendView> change(@PathVariable String name, @RequestBody BackendForm form) {
        return blocking.call(() -> {
            BackendConfiguration before = requireStored(name);
            if (form.name() != null && !form.name().equals(name)) {
                throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-backend", "Invalid backend",
                        "A backend keeps its name. Add another one and delete this one.").withParameter("name");
            }
            store.save(form.read(name, runtime.types(), before));
            reconciler.wakeFor(name, true);
            return require(name);
        });
    }

    @Operation(summary = "Delete a backend", description = "Its answers in progress get time to end.")
    @DeleteMapping("/backends/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Audited("backend.delete")
    Mono<Void> delete(@PathVariable String name) {
        return blocking.run(() -> {
            requireStored(name);
            store.delete(name);
            reconciler.wakeFor(name, false);
        });
    }

    @Operation(summary = "Load a backend", description = "Also one that failed, once more.")
    @PostMapping("/backends/{name}/load")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Audited("backend.load")
    Mono<BackendView> load(@PathVariable String name) {
        return blocking.call(() -> want(name, true));
    }

    @Operation(summary = "Unload a backend", description = "On every instance, and also after a restart. Its answers "
            + "in progress get time to end.")
    @PostMapping("/backends/{name}/unload")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Audited("backend.unload")
    Mono<BackendView> unload(@PathVariable String name) {
        return blocking.call(() -> want(name, false));
    }

    @Operation(summary = "Follow a backend's state", description = "An event at once and for each change, until it is "
            + "neither loading nor unloading.")
    @GetMapping(path = "/backends/{name}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<ResponseEntity<Flux<ServerSentEvent<BackendView>>>> events(@PathVariable String name) {
        return blocking.call(() -> require(name)).map(first -> {
            Flux<BackendView> views = Flux.concat(Mono.just(first),
                    Flux.interval(LOOK).onBackpressureDrop().concatMap(_ -> blocking.call(() -> require(name))))
                    .distinctUntilChanged(view -> List.of(view.state(), String.valueOf(view.progress())))
                    .takeUntil(BackendView::isSettled);
            return ResponseEntity.ok(EventStreams.withHeartbeat(
                    views.map(view -> ServerSentEvent.<BackendView>builder(view).event("state").build()), HEARTBEAT));
        });
    }

    private BackendView want(String name, boolean loaded) {
        BackendView before = require(name);
        store.wantLoaded(name, loaded);
        if (loaded || !before.state().equals("unloaded")) {
            reconciler.wakeFor(name, loaded);
        }
        return require(name);
    }

    private Optional<BackendConfiguration> configured(String name) {
        return runtime.configured().stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    private BackendView require(String name) {
        return configured(name).map(backend -> view(backend, true))
                .or(() -> store.find(name).map(backend -> view(backend, false))).orElseThrow(() -> unknown(name));
    }

    private BackendConfiguration requireStored(String name) {
        if (configured(name).isPresent()) {
            throw ProblemException.of(HttpStatus.CONFLICT, "configured-backend", "The configuration names it",
                    "The backend '" + name + "' comes from the configuration (azulejo.backends." + name
                            + "). Change it there; here it can be loaded and unloaded.")
                    .withParameter("name");
        }
        return store.find(name).orElseThrow(() -> unknown(name));
    }

    private BackendView view(BackendConfiguration backend, boolean configured) {
        return BackendView.of(backend, configured, reconciler.state(backend.name()), running(backend.name()));
    }

    private @Nullable Backend running(String name) {
        return runtime.running(name).orElse(null);
    }

    private static ProblemException unknown(String name) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-backend", "Unknown backend",
                "There is no backend '" + name + "'. GET /api/v1/admin/backends lists those that there are.");
    }
}
