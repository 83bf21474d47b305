package io.azulejo.server.plugin;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where plugins are.
 *
 * @param directory the folder that holds them; {@code plugins} in the data directory if not set
 */
@ConfigurationProperties("azulejo.plugins")
record PluginProperties(@Nullable Path directory) {}
