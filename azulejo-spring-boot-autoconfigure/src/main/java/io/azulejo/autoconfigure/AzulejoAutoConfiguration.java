package io.azulejo.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendProvider;

/**
 * A backend of Azulejo as the application's chat model, where {@code spring.ai.model.chat} is {@code azulejo} or not
 * set. The model loads while the context starts; the backend is closed with the context.
 */
@AutoConfiguration
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL, havingValue = "azulejo", matchIfMissing = true)
@EnableConfigurationProperties(AzulejoProperties.class)
public final class AzulejoAutoConfiguration {

    @Bean
    BackendProviders azulejoBackendProviders(ObjectProvider<BackendProvider> beans) {
        return new BackendProviders(beans.orderedStream().toList());
    }

    @Bean
    @ConditionalOnMissingBean
    AzulejoBackendDetails azulejoBackendDetails(AzulejoProperties properties, Environment environment,
            BackendProviders providers) {
        return new PropertiesBackendDetails(properties, Binder.get(environment), providers).details();
    }

    /** Its meters are bound by Spring Boot, since it is a {@code MeterBinder}. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Backend azulejoBackend(BackendProviders providers, AzulejoBackendDetails details) {
        return providers.create(details);
    }

    @Bean
    @ConditionalOnMissingBean
    AzulejoChatModel azulejoChatModel(Backend backend, AzulejoProperties properties,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<ChatModelObservationConvention> conventions) {
        ObservationRegistry registry = observations.getIfUnique(() -> ObservationRegistry.NOOP);
        backend.observeWith(registry);
        return new AzulejoChatModel(backend.models().getFirst(), properties.chat().toOptions(), registry,
                conventions.getIfAvailable());
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class HealthConfiguration {

        @Bean
        @ConditionalOnEnabledHealthIndicator("azulejo")
        @ConditionalOnMissingBean(name = "azulejoHealthIndicator")
        HealthIndicator azulejoHealthIndicator(Backend backend) {
            return new AzulejoHealthIndicator(backend);
        }
    }
}
