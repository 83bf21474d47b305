package io.azulejo.server.administration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.server.administration.BackendState.Failed;
import io.azulejo.server.administration.BackendState.Loading;
import io.azulejo.server.administration.BackendState.Progress;
import io.azulejo.server.administration.BackendState.Ready;
import io.azulejo.server.administration.BackendState.Unloaded;
import io.azulejo.server.administration.BackendState.Unloading;
import io.azulejo.server.model.BackendConfiguration;
import io.azulejo.server.model.BackendRuntime;
import io.azulejo.server.model.BackendStartException;

/**
 * Makes what runs on this instance what administrators want, one backend after the other. They say what they want in the
 * database, on whichever instance: this one looks there from time to time, and at once when it is told.
 */
@Component
class BackendReconciler implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(BackendReconciler.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final BackendRuntime runtime;
    private final BackendStore store;
    private final DeploymentStore deployments;
    private final Map<String, BackendState> states = new ConcurrentHashMap<>();
    private final Map<String, Wanted> tried = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private boolean failing;

    BackendReconciler(BackendRuntime runtime, BackendStore store, DeploymentStore deployments) {
        this.runtime = runtime;
        this.store = store;
        this.deployments = deployments;
    }

    /** A backend as it is wanted, and when that was said. */
    private record Wanted(BackendConfiguration configuration, @Nullable Instant said) {}

    /** What the configuration names runs by now; what administrators added loads behind a server that answers. */
    @EventListener
    void begin(ApplicationReadyEvent ready) {
        Map<String, BackendStore.Switch> switches = store.switches();
        for (BackendConfiguration configured : runtime.configured()) {
            if (runtime.running(configured.name()).isPresent()) {
                tried.put(configured.name(), new Wanted(configured, said(switches, configured.name())));
                states.put(configured.name(), new Ready());
            }
        }
        wake.release();
        thread = Thread.ofVirtual().name("backends").start(this::run);
    }

    /** Looks at once. */
    void wake() {
        wake.release();
    }

    /** The same, and shows until then that a backend waits for its turn. */
    void wakeFor(String name, boolean loading) {
        states.put(name, loading ? new Loading(Instant.now(), null) : new Unloading());
        wake.release();
    }

    BackendState state(String name) {
        return states.getOrDefault(name, new Unloaded());
    }

    private void run() {
        try {
            while (true) {
                if (wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            reconcile();
            failing = false;
        } catch (DataAccessException e) {
            if (!failing) {
                log.warn("The database does not tell which backends are wanted; they stay as they are", e);
                failing = true;
            }
        } catch (RuntimeException e) {
            log.error("The backends could not be made what administrators want", e);
        }
    }

    private void reconcile() {
        Map<String, Wanted> wanted = wanted();
        for (String name : List.copyOf(tried.keySet())) {
            if (!Objects.equals(tried.get(name), wanted.get(name))) {
                unload(name, wanted.containsKey(name));
            }
        }
        states.keySet().removeIf(name -> !wanted.containsKey(name) && runtime.running(name).isEmpty());
        wanted.forEach((name, backend) -> {
            if (!tried.containsKey(name)) {
                load(name, backend);
            }
        });
        runtime.deploy(deployments.byModel());
    }

    /** Those of the configuration go first: nobody can take their names. */
    private Map<String, Wanted> wanted() {
        Map<String, BackendStore.Switch> switches = store.switches();
        List<BackendConfiguration> all = new ArrayList<>(runtime.configured());
        all.addAll(store.all());
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (BackendConfiguration backend : all) {
            BackendStore.Switch said = switches.get(backend.name());
            if (said == null || said.loaded()) {
                wanted.putIfAbsent(backend.name(), new Wanted(backend, said(switches, backend.name())));
            }
        }
        return wanted;
    }

    private static @Nullable Instant said(Map<String, BackendStore.Switch> switches, String name) {
        BackendStore.Switch said = switches.get(name);
        return said == null ? null : said.changedAt();
    }

    private void unload(String name, boolean toLoadAgain) {
        states.put(name, new Unloading());
        runtime.unload(name, DRAIN);
        tried.remove(name);
        states.put(name, toLoadAgain ? new Loading(Instant.now(), null) : new Unloaded());
    }

    private void load(String name, Wanted backend) {
        Instant since = Instant.now();
        states.put(name, new Loading(since, null));
        tried.put(name, backend);
        try {
            runtime.load(backend.configuration(), (model, loaded, total) -> states.put(name,
                    new Loading(since, new Progress(model, loaded, total))));
            states.put(name, new Ready());
        } catch (InvalidSettingException | BackendStartException e) {
            log.warn("Backend {} could not be loaded: {}", name, e.getMessage());
            states.put(name, new Failed(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void destroy() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
