package io.azulejo.server;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for the whole application. Backends and their models are configured under {@code azulejo.backends}.
 *
 * @param dataDirectory where the application keeps its files: the embedded database, the demo model, caches
 * @param defaultModel the model that answers where a request names none; the first one of the configuration if not set
 * @param images how pictures are read
 */
@ConfigurationProperties("azulejo")
public record AzulejoProperties(Path dataDirectory, @Nullable String defaultModel, @DefaultValue Images images) {

    /**
     * How pictures are read.
     *
     * @param applyOrientation whether a picture is turned as its EXIF orientation says; a model's own setting
     *        apply-orientation goes first
     */
    public record Images(@DefaultValue("true") boolean applyOrientation) {}
}
