package io.azulejo.openai;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;

/**
 * What configuration says about the server.
 *
 * @param baseUrl what {@code /chat/completions} is put behind
 * @param apiKey the key, or null where the server needs none
 * @param timeout how long the server may be silent, before an answer and within one
 * @param maxInFlight the most answers at a time
 * @param checkInterval how often the server is asked whether it is well
 */
record ServerSettings(String baseUrl, @Nullable String apiKey, Duration timeout, int maxInFlight,
        Duration checkInterval) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);
    private static final int DEFAULT_MAX_IN_FLIGHT = 256;
    private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofSeconds(10);

    static ServerSettings of(Settings settings) {
        settings.rejectUnknown("base-url", "api-key", "api-key-file", "timeout", "max-in-flight", "check-interval");
        return new ServerSettings(baseUrl(settings), apiKey(settings), positive(settings, "timeout", DEFAULT_TIMEOUT),
                settings.integer("max-in-flight", 1, 1 << 16).orElse(DEFAULT_MAX_IN_FLIGHT),
                positive(settings, "check-interval", DEFAULT_CHECK_INTERVAL));
    }

    /** An address without a path gets {@code /v1}, where nearly every server has the API; another one is left alone. */
    private static String baseUrl(Settings settings) {
        String address = settings.requiredString("base-url").strip();
        try {
            URI uri = new URI(address);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null) {
                String path = String.valueOf(uri.getRawPath()).replaceAll("/+$", "");
                String server = uri.getScheme() + "://" + uri.getRawAuthority();
                return server + (path.isEmpty() ? "/v1" : path);
            }
        } catch (URISyntaxException _) {
            // Told below.
        }
        throw settings.invalid("base-url", "It is not the address of a server.",
                "Give one such as http://localhost:8000 or https://api.example.com/v1.");
    }

    private static @Nullable String apiKey(Settings settings) {
        String key = settings.string("api-key").orElse(null);
        String file = settings.string("api-key-file").orElse(null);
        if (key != null && file != null) {
            throw settings.invalid("api-key-file", "The key is given by api-key as well.", "Give one of the two.");
        }
        if (key != null) {
            return checked(settings, "api-key", key);
        }
        try {
            return file == null ? null : checked(settings, "api-key-file", Files.readString(Path.of(file.strip())));
        } catch (IOException e) {
            throw new InvalidSettingException(settings.property("api-key-file"), file, "The file cannot be read: " + e,
                    "Give a file that holds the key and nothing else.", e);
        }
    }

    /** The error must not show the key. */
    private static String checked(Settings settings, String setting, String text) {
        String key = text.strip();
        if (key.isEmpty() || !key.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw new InvalidSettingException(settings.property(setting), null,
                    "The key is empty or has characters that a header cannot carry.", "Give the key alone, in ASCII.");
        }
        return key;
    }

    private static Duration positive(Settings settings, String key, Duration otherwise) {
        Duration duration = settings.duration(key).orElse(otherwise);
        if (!duration.isPositive()) {
            throw settings.invalid(key, "It is not a positive time.", "Give a duration such as 30s.");
        }
        return duration;
    }
}
