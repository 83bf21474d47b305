package io.azulejo.triton.client;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How one endpoint of a cluster is.
 *
 * @param endpoint host and port
 * @param reachable whether it answered when last asked
 * @param models whether each watched model is ready there
 * @param inFlight requests sent there and not answered in full
 * @param circuit the state of its circuit breaker: {@code CLOSED} while all is well
 * @param problem what was wrong when last asked, or null
 */
public record EndpointState(String endpoint, boolean reachable, Map<String, Boolean> models, int inFlight,
        String circuit, @Nullable String problem) {

    public EndpointState {
        models = Map.copyOf(models);
    }
}
