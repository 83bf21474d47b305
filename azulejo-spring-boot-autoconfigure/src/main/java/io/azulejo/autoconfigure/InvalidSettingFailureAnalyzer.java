package io.azulejo.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.azulejo.api.backend.InvalidSettingException;

/** Tells which setting stopped the start, where it is set, what is wrong with it and how to mend it. */
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

    private final @Nullable Environment environment;

    InvalidSettingFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
        StringBuilder description = new StringBuilder("A setting cannot be used:\n\n    Property: ")
                .append(cause.property());
        if (cause.value() != null) {
            description.append("\n    Value: \"").append(cause.value()).append('"');
        }
        String origin = origin(cause.property());
        if (origin != null) {
            description.append("\n    Origin: ").append(origin);
        }
        description.append("\n    Reason: ").append(cause.problem());
        return new FailureAnalysis(description.toString(), cause.remedy(), cause);
    }

    private @Nullable String origin(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.isValid(property)
                ? ConfigurationPropertyName.of(property)
                : null;
        if (environment == null || name == null) {
            return null;
        }
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return String.valueOf(found.getOrigin() != null ? found.getOrigin() : source.getUnderlyingSource());
            }
        }
        return null;
    }
}
