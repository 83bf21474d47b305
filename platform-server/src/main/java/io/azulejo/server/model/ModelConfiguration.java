package io.azulejo.server.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
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

    @Bean(destroyMethod = "close")
    Backends backends(AzulejoProperties properties, ObjectProvider<BackendProvider> beans, BackendPlugins plugins,
            Environment environment) {
        List<BackendProvider> providers = new ArrayList<>(beans.orderedStream().toList());
        ServiceLoader.load(BackendProvider.class).forEach(providers::add);
        providers.addAll(plugins.providers());
        Map<String, String> modelDefaults = Map.of("apply-orientation",
                String.valueOf(properties.images().applyOrientation()));
        List<BackendConfiguration> configured = BackendConfiguration.bind(Binder.get(environment));
        return new Backends(new BackendLoader(providers, properties.dataDirectory(), modelDefaults).load(
                configured.isEmpty() ? List.of(DemoBackend.configuration(properties.dataDirectory())) : configured));
    }

    @Bean
    ModelCatalog modelCatalog(Backends backends, AzulejoProperties properties, Environment environment) {
        return new ModelCatalog(backends.all(), DeploymentConfiguration.bind(Binder.get(environment)),
                properties.defaultModel());
    }

    @Bean
    RoutingChatModel routingChatModel(ModelCatalog catalog, Backends backends,
            ObjectProvider<ObservationRegistry> observations, MeterRegistry meters) {
        ObservationRegistry registry = observations.getIfAvailable(() -> ObservationRegistry.NOOP);
        backends.all().forEach(backend -> backend.observeWith(registry));
        return new RoutingChatModel(catalog, registry, meters);
    }

    /** Counts the tokens of each answer that the routing chat model observes. */
    @Bean
    ChatModelMeterObservationHandler tokenUsageMeters(MeterRegistry registry) {
        return new ChatModelMeterObservationHandler(registry);
    }

    /** The meters of the backends themselves. */
    @Bean
    MeterBinder backendMeters(Backends backends) {
        return registry -> backends.all().forEach(backend -> backend.bindTo(registry));
    }

    @Bean
    HealthIndicator modelsHealthIndicator(ModelCatalog catalog) {
        return new ModelsHealthIndicator(catalog);
    }

    /** One entry for each backend under {@code backends}. */
    @Bean
    CompositeHealthContributor backendsHealthContributor(Backends backends) {
        Map<String, HealthIndicator> byName = new LinkedHashMap<>();
        backends.all().forEach(backend -> byName.put(backend.name(), new BackendHealthIndicator(backend)));
        return CompositeHealthContributor.fromMap(byName);
    }
}
