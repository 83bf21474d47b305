package io.azulejo.triton.client;

import java.util.Map;
import java.util.function.Supplier;

import io.grpc.Metadata;

/**
 * What is sent with every call.
 *
 * @param fixed headers that do not change
 * @param token a bearer token, asked for anew for each call; empty where there is none
 */
record Headers(Map<String, String> fixed, Supplier<String> token) {

    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");

    Headers {
        fixed = Map.copyOf(fixed);
    }

    Metadata metadata(Map<String, String> further) {
        Metadata metadata = new Metadata();
        fixed.forEach((name, value) -> metadata.put(key(name), value));
        further.forEach((name, value) -> metadata.put(key(name), value));
        String bearer = token.get();
        if (!bearer.isEmpty()) {
            metadata.put(AUTHORIZATION, "Bearer " + bearer);
        }
        return metadata;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
