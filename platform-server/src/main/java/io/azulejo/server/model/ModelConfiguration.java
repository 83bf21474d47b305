package io.azulejo.server.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.azulejo.api.backend.BackendProvider;
import io.azulejo.server.AzulejoProperties;
import io.azulejo.server.plugin.BackendPlugins;

/** Wires the backends. They load while the context starts, before the server takes requests. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

    @Bean
    BackendLoader backendLoader(AzulejoProperties properties, ObjectProvider<BackendProvider> beans,
            BackendPlugins plugins) {
        List<BackendProvider> providers = new ArrayList<>(beans.orderedStream().toList());
        ServiceLoader.load(BackendProvider.class).forEach(providers::add);
        providers.addAll(plugins.providers());
        Map<String, String> modelDefaults = Map.of("apply-orientation",
                String.valueOf(properties.images().applyOrientation()));
        return new BackendLoader(providers, properties.dataDirectory(), modelDefaults);
    }

    @Bean
    Configured configured(AzulejoProperties properties, Environment environment,
            ObjectProvider<BackendSwitches> switches) {
        List<BackendConfiguration> backends = BackendConfiguration.bind(Binder.get(environment));
        return new Configured(
                backends.isEmpty() ? List.of(DemoBackend.configuration(properties.dataDirectory())) : backends,
                DeploymentConfiguration.bind(Binder.get(environment)),
                switches.stream().flatMap(each -> each.off().stream()).collect(Collectors.toSet()));
    }

    /**
     * What the configuration names.
     *
     * @param off the names of backends that are not to be loaded
     */
    record Configured(List<BackendConfiguration> backends, Map<String, List<DeploymentConfiguration>> deployments,
            Set<String> off) {

        List<BackendConfiguration> toLoad() {
            return backends.stream().filter(backend -> !off.contains(backend.name())).toList();
        }
    }

    @Bean(destroyMethod = "close")
    Backends backends(Configured configured, BackendLoader loader) {
        return new Backends(loader.load(configured.toLoad()));
    }

    @Bean
    ModelCatalog modelCatalog(Backends backends, Configured configured, AzulejoProperties properties) {
        String defaultModel = properties.defaultModel();
        return configured.toLoad().size() == configured.backends().size()
                ? new ModelCatalog(backends.all(), configured.deployments(), defaultModel)
                : ModelCatalog.ofThoseThatRun(backends.all(), configured.deployments(), defaultModel);
    }

    @Bean
    BackendRuntime backendRuntime(BackendLoader loader, Backends backends, ModelCatalog catalog,
            Configured configured) {
        return new BackendRuntime(loader, backends, catalog, configured.backends(), configured.deployments());
    }

    @Bean
    RoutingChatModel routingChatModel(ModelCatalog catalog, Backends backends,
            ObjectProvider<ObservationRegistry> observations, MeterRegistry meters) {
        ObservationRegistry registry = observations.getIfAvailable(() -> ObservationRegistry.NOOP);
        backends.observeWith(registry);
        return new RoutingChatModel(catalog, registry, meters);
    }

    /** Counts the tokens of each answer that the routing chat model observes. */
    @Bean
    ChatModelMeterObservationHandler tokenUsageMeters(MeterRegistry registry) {
        return new ChatModelMeterObservationHandler(registry);
    }

    @Bean
    HealthIndicator modelsHealthIndicator(ModelCatalog catalog) {
        return new ModelsHealthIndicator(catalog);
    }

    /** One entry for each backend under {@code backends}. */
    @Bean
    CompositeHealthContributor backendsHealthContributor(Backends backends) {
        return new BackendsHealth(backends);
    }
}
