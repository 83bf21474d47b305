package io.azulejo.triton.client;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted. Files are in PEM form.
 *
 * @param authority certificates to trust, or null for those that the JVM trusts
 * @param certificate the client's own certificate chain, for mutual TLS; null where there is none
 * @param key its private key, PKCS 8; null where there is none
 */
public record Tls(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key) {

    /** Encrypted, with the certificates that the JVM trusts. */
    public static final Tls DEFAULT = new Tls(null, null, null);

    public Tls {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("A certificate and its key go together");
        }
    }
}
