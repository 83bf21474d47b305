package io.azulejo.server.plugin;

import java.nio.file.Path;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.azulejo.server.AzulejoProperties;

@Configuration(proxyBeanMethods = false)
class PluginConfiguration {

    @Bean(destroyMethod = "close")
    BackendPlugins backendPlugins(AzulejoProperties application, PluginProperties properties) {
        Path directory = properties.directory();
        return new BackendPlugins(directory == null ? application.dataDirectory().resolve("plugins") : directory);
    }
}
