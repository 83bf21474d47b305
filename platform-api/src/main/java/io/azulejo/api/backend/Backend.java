package io.azulejo.api.backend;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

/**
 * A running instance of a plugin that serves one or more models. All methods may be called from any thread.
 */
public interface Backend extends MeterBinder, AutoCloseable {

    /** The name under which configuration knows this instance. */
    String name();

    /** The models that this backend serves, in the order of its configuration. */
    List<BackendModel> models();

    /** How this backend is now. Answers at once and never blocks. */
    BackendHealth health();

    /**
     * Registers the backend's meters; none here. Each meter that is of one model has the tags
     * {@code backend} and {@code model}.
     */
    @Override
    default void bindTo(MeterRegistry registry) {}

    /**
     * Observes what the backend asks of other processes, so that their spans belong to the request's trace; nothing
     * here. The observation of the request is in the context of the subscription to an answer.
     */
    default void observeWith(ObservationRegistry registry) {}

    /**
     * Ends every answer in progress with {@link io.azulejo.api.error.BackendUnavailableException} and frees what the
     * backend holds. A second call does nothing.
     */
    @Override
    void close();
}
