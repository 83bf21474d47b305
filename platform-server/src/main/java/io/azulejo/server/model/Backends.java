package io.azulejo.server.model;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Backend;

/** The running backends; closing it closes each of them. */
record Backends(List<Backend> all) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Backends.class);

    Backends {
        all = List.copyOf(all);
    }

    @Override
    public void close() {
        for (Backend backend : all) {
            try {
                backend.close();
            } catch (RuntimeException e) {
                log.warn("Backend {} did not close well", backend.name(), e);
            }
        }
    }
}
