package io.azulejo.triton;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Settings;
import io.azulejo.triton.client.Tls;
import io.azulejo.triton.client.TritonClient;

/**
 * How the servers are reached: the settings of the backend itself.
 *
 * @param settings where the values come from, to name a property in an error
 * @param endpoints host and port of each server
 * @param tls how connections are encrypted, or null where they are not
 * @param headers sent with every call
 * @param token a bearer token, asked for with every call; empty where there is none
 * @param compression how requests are compressed, or null
 * @param maxMessageBytes the largest message taken
 * @param keepAlive how long nothing is heard before a server is asked whether it is there
 * @param maxInFlight the most requests at one server
 * @param checkInterval how often servers are asked whether they are ready
 * @param startTimeout how long a start waits for a server
 */
record ConnectionSettings(Settings settings, List<String> endpoints, @Nullable Tls tls, Map<String, String> headers,
        Supplier<String> token, @Nullable String compression, int maxMessageBytes, Duration keepAlive, int maxInFlight,
        Duration checkInterval, Duration startTimeout) {

    private static final String[] KNOWN = {"endpoints", "tls.ca", "tls.certificate", "tls.key", "token", "token-file",
            "compression", "max-message-bytes", "keep-alive", "max-in-flight", "check-interval", "start-timeout"};
    private static final String HEADERS = "headers.";
    private static final String ENCRYPTED = "grpcs://";
    private static final long DEFAULT_MESSAGE_BYTES = 256L << 20;
    private static final int DEFAULT_IN_FLIGHT = 256;

    static ConnectionSettings of(Settings settings) {
        settings.rejectUnknown(Stream.concat(Arrays.stream(KNOWN),
                settings.values().keySet().stream().filter(key -> key.startsWith(HEADERS))).toArray(String[]::new));
        List<String> addresses = Arrays.stream(settings.requiredString("endpoints").split(",")).map(String::strip)
                .filter(address -> !address.isEmpty()).toList();
        Map<String, String> headers = new LinkedHashMap<>();
        settings.values().forEach((key, value) -> {
            if (key.startsWith(HEADERS)) {
                headers.put(key.substring(HEADERS.length()).toLowerCase(Locale.ROOT), value);
            }
        });
        return new ConnectionSettings(settings, addresses.stream().map(address -> endpoint(settings, address)).toList(),
                tls(settings, addresses), headers, token(settings), compression(settings),
                (int) Math.min(Integer.MAX_VALUE,
                        settings.bytes("max-message-bytes").orElse(DEFAULT_MESSAGE_BYTES)),
                settings.duration("keep-alive").orElse(Duration.ofMinutes(6)),
                settings.integer("max-in-flight", 1, 1 << 20).orElse(DEFAULT_IN_FLIGHT),
                settings.duration("check-interval").orElse(Duration.ofSeconds(2)),
                settings.duration("start-timeout").orElse(Duration.ofSeconds(60)));
    }

    private static String endpoint(Settings settings, String address) {
        String endpoint = address.replaceFirst("^grpcs?://", "");
        if (!endpoint.matches("\\S+:\\d{1,5}")) {
            throw settings.invalid("endpoints", "'" + address + "' is not a host and a port.",
                    "Give the servers' gRPC ports, separated by commas, such as triton-1:8001,triton-2:8001.");
        }
        return endpoint;
    }

    private static @Nullable Tls tls(Settings settings, List<String> addresses) {
        Path authority = file(settings, "tls.ca");
        Path certificate = file(settings, "tls.certificate");
        Path key = file(settings, "tls.key");
        if ((certificate == null) != (key == null)) {
            throw settings.invalid(certificate == null ? "tls.certificate" : "tls.key",
                    "A certificate and its key go together.", "Give both, or neither.");
        }
        long encrypted = addresses.stream().filter(address -> address.startsWith(ENCRYPTED)).count();
        if (encrypted == 0 && authority == null && certificate == null) {
            return null;
        }
        if (encrypted < addresses.size()) {
            throw settings.invalid("endpoints", "Some are to be reached with TLS and some without.",
                    "Write " + ENCRYPTED + " before each, or leave out the tls settings.");
        }
        return new Tls(authority, certificate, key);
    }

    private static Supplier<String> token(Settings settings) {
        Path file = file(settings, "token-file");
        String token = settings.string("token").orElse("");
        return file == null ? () -> token : new TokenFile(file);
    }

    private static @Nullable Path file(Settings settings, String key) {
        Path file = settings.string(key).map(Path::of).orElse(null);
        if (file != null && !Files.isReadable(file)) {
            throw settings.invalid(key, "The file cannot be read.", "Give the path of a file in PEM form.");
        }
        return file;
    }

    private static @Nullable String compression(Settings settings) {
        return switch (settings.string("compression").orElse("none").strip().toLowerCase(Locale.ROOT)) {
            case "none" -> null;
            case "gzip" -> "gzip";
            default -> throw settings.invalid("compression", "Requests are not compressed that way.",
                    "Give none or gzip.");
        };
    }

    /** A client for each server. It calls back on its connection's thread, which must not be held up. */
    List<TritonClient> clients() {
        return endpoints.stream().map(endpoint -> {
            var builder = TritonClient.builder(endpoint).tls(tls).token(token).compression(compression)
                    .maxMessageBytes(maxMessageBytes).keepAlive(keepAlive).executor(Runnable::run);
            headers.forEach(builder::header);
            return builder.build();
        }).toList();
    }
}
