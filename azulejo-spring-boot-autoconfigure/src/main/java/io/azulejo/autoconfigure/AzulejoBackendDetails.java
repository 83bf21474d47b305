package io.azulejo.autoconfigure;

import io.azulejo.api.backend.BackendSettings;

/**
 * Which backend answers. Made from {@code spring.ai.azulejo} unless the application has a bean of this type, as tests
 * do that bring a model of their own.
 *
 * @param type the type of the backend
 * @param settings its settings, with exactly one model
 */
public record AzulejoBackendDetails(String type, BackendSettings settings) {

    public AzulejoBackendDetails {
        if (settings.models().size() != 1) {
            throw new IllegalArgumentException("The backend must have exactly one model, not "
                    + settings.models().keySet());
        }
    }
}
