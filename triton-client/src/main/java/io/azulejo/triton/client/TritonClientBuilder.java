package io.azulejo.triton.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import org.jspecify.annotations.Nullable;

/** Builds {@link TritonClient}s. */
public final class TritonClientBuilder {

    private static final int DEFAULT_MAX_MESSAGE_BYTES = 256 << 20;

    private final String endpoint;
    private @Nullable Tls tls;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Supplier<String> token = () -> "";
    private @Nullable String compression;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    // Triton takes more than two pings within five minutes without data for an attack and hangs up.
    private Duration keepAlive = Duration.ofMinutes(6);
    private Duration controlTimeout = Duration.ofSeconds(10);
    private @Nullable Executor executor;

    TritonClientBuilder(String endpoint) {
        this.endpoint = endpoint;
    }

    /** Encrypts the connection; plain text where this is not called. */
    public TritonClientBuilder tls(@Nullable Tls value) {
        this.tls = value;
        return this;
    }

    /** Sent with every call. */
    public TritonClientBuilder header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** A bearer token, asked for anew for each call; empty where there is none. */
    public TritonClientBuilder token(Supplier<String> value) {
        this.token = value;
        return this;
    }

    /** How requests are compressed: {@code gzip}; null for not at all, the default. */
    public TritonClientBuilder compression(@Nullable String value) {
        this.compression = value;
        return this;
    }

    /** The largest response taken, 256 MiB where nothing is said; gRPC's own default of 4 MiB is too small. */
    public TritonClientBuilder maxMessageBytes(int value) {
        this.maxMessageBytes = value;
        return this;
    }

    /**
     * How long nothing is heard before the server is asked whether it is there; 6 minutes where nothing is said. Less
     * than five needs a server that was started with a shorter {@code --grpc-http2-min-recv-ping-interval-without-data}.
     */
    public TritonClientBuilder keepAlive(Duration value) {
        this.keepAlive = value;
        return this;
    }

    /** How long questions of health and metadata may take, 10 s where nothing is said; loading a model may take longer. */
    public TritonClientBuilder controlTimeout(Duration value) {
        this.controlTimeout = value;
        return this;
    }

    /**
     * Where subscribers are called; threads of gRPC's own where nothing is said. An executor that runs at once, on the
     * connection's thread, is fastest and must never be blocked.
     */
    public TritonClientBuilder executor(Executor value) {
        this.executor = value;
        return this;
    }

    /** @throws UncheckedIOException where a certificate or key cannot be read */
    public TritonClient build() {
        ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(endpoint, credentials())
                .maxInboundMessageSize(maxMessageBytes).keepAliveTime(keepAlive.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS).disableRetry();
        if (executor != null) {
            channel.executor(executor);
        }
        CallOptions options = compression == null
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withCompression(compression);
        return new TritonClient(endpoint, channel.build(), options, controlTimeout, new Headers(headers, token));
    }

    private ChannelCredentials credentials() {
        if (tls == null) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        try {
            if (tls.authority() != null) {
                credentials.trustManager(tls.authority().toFile());
            }
            if (tls.certificate() != null && tls.key() != null) {
                credentials.keyManager(tls.certificate().toFile(), tls.key().toFile());
            }
            return credentials.build();
        } catch (IOException e) {
            throw new UncheckedIOException("A certificate or key for " + endpoint + " cannot be read: "
                    + e.getMessage(), e);
        }
    }
}
