package io.azulejo.triton.client;

import java.util.List;

/**
 * What a server tells of itself.
 *
 * @param name its name
 * @param version its version
 * @param extensions the parts of the protocol that it speaks
 */
public record ServerMetadata(String name, String version, List<String> extensions) {

    public ServerMetadata {
        extensions = List.copyOf(extensions);
    }
}
