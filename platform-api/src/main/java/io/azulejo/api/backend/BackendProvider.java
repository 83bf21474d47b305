package io.azulejo.api.backend;

/**
 * A plugin: makes backends of one type from their settings. Found through {@link java.util.ServiceLoader} and as a
 * Spring bean. Configuration names the type: {@code azulejo.backends.<name>.type=<type>}.
 */
public interface BackendProvider {

    /** The name that configuration uses, in kebab case, such as {@code embedded-libtorch}. */
    String type();

    /**
     * Makes a backend that is ready to serve. Blocks while models load; loading is reported to the listener.
     *
     * @throws InvalidSettingException where a setting is missing, unknown or out of range, or names something unusable;
     *         nothing stays open then
     */
    Backend create(BackendSettings settings, LoadingListener listener);
}
