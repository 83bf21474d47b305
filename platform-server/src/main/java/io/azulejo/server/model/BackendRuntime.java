package io.azulejo.server.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.LoadingListener;

/** Loads and unloads backends, and changes deployments, while the application runs. All methods that change block. */
public final class BackendRuntime {

    private static final Logger log = LoggerFactory.getLogger(BackendRuntime.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final BackendLoader loader;
    private final Backends backends;
    private final ModelCatalog catalog;
    private final List<BackendConfiguration> configured;
    private final Map<String, List<DeploymentConfiguration>> configuredDeployments;
    private Map<String, List<DeploymentConfiguration>> deployments;

    /**
     * @param configured the backends of the configuration, running or not
     * @param configuredDeployments the deployments of the configuration by the model that they serve
     */
    BackendRuntime(BackendLoader loader, Backends backends, ModelCatalog catalog,
            List<BackendConfiguration> configured, Map<String, List<DeploymentConfiguration>> configuredDeployments) {
        this.loader = loader;
        this.backends = backends;
        this.catalog = catalog;
        this.configured = List.copyOf(configured);
        this.configuredDeployments = Map.copyOf(configuredDeployments);
        this.deployments = configuredDeployments;
    }

    /** The types of backends that can be made here. */
    public Set<String> types() {
        return loader.types();
    }

    /** The backends that the configuration names. */
    public List<BackendConfiguration> configured() {
        return configured;
    }

    /** The deployments that the configuration names, by the model that they serve. */
    public Map<String, List<DeploymentConfiguration>> configuredDeployments() {
        return configuredDeployments;
    }

    public Optional<Backend> running(String name) {
        return backends.find(name);
    }

    /**
     * Makes a backend and offers its models. Takes as long as loading takes.
     *
     * @throws InvalidSettingException where a setting cannot be used, or one of its models has an id that is taken;
     *         nothing stays open then
     * @throws BackendStartException where it could not start for another reason
     */
    public synchronized void load(BackendConfiguration configuration, LoadingListener listener) {
        Backend backend = loader.load(configuration, listener);
        List<Backend> all = new ArrayList<>(backends.all());
        all.add(backend);
        try {
            catalog.update(all, deployments);
        } catch (InvalidSettingException e) {
            backend.close();
            throw e;
        }
        backends.add(backend);
    }

    /**
     * Takes a backend's models out of the catalogue, gives its answers in progress time to end, and closes it. Answers
     * that take longer go on with another deployment where there is one.
     */
    public synchronized void unload(String name, Duration drain) {
        if (backends.find(name).isEmpty()) {
            return;
        }
        List<Deployment> leaving = catalog.deploymentsOf(name);
        catalog.update(backends.all().stream().filter(backend -> !backend.name().equals(name)).toList(), deployments);
        long until = System.nanoTime() + drain.toNanos();
        while (leaving.stream().anyMatch(Deployment::isAnswering) && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        backends.remove(name);
        log.info("Backend {} is unloaded", name);
    }

    /** Sets the deployments that there are beside those of the configuration. Those of backends that do not run wait. */
    public synchronized void deploy(Map<String, List<DeploymentConfiguration>> added) {
        Map<String, List<DeploymentConfiguration>> all = new LinkedHashMap<>(configuredDeployments);
        added.forEach((model, more) -> {
            List<DeploymentConfiguration> together = new ArrayList<>(all.getOrDefault(model, List.of()));
            together.addAll(more);
            all.put(model, List.copyOf(together));
        });
        if (!all.equals(deployments)) {
            catalog.update(backends.all(), all);
            deployments = all;
        }
    }
}
