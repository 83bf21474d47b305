package io.azulejo.triton;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.api.backend.InvalidSettingException;
import io.azulejo.api.backend.Settings;
import io.azulejo.triton.client.Tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConnectionSettingsTests {

    @TempDir
    private Path directory;

    @Test
    void endpointsMayBeSeveralAndEncrypted() {
        assertThat(settings(Map.of("endpoints", "one:8001, grpc://two:8001")).endpoints()).containsExactly("one:8001",
                "two:8001");
        assertThat(settings(Map.of("endpoints", "one:8001")).tls()).isNull();
        assertThat(settings(Map.of("endpoints", "grpcs://one:8001")).tls()).isEqualTo(Tls.DEFAULT);
    }

    @Test
    void headersKeepTheirNames() {
        assertThat(settings(Map.of("endpoints", "one:8001", "headers.triton-grpc-protocol-key", "value")).headers())
                .containsExactly(Map.entry("triton-grpc-protocol-key", "value"));
    }

    @Test
    void tokenWhenItsFileChangesThenIsReadAnewOnceItIsOld() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first\n");

        var token = settings(Map.of("endpoints", "one:8001", "token-file", file.toString())).token();

        assertThat(token.get()).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(token.get()).as("not on every call").isEqualTo("first");
    }

    @Test
    void settingWhenItCannotBeUsedThenIsNamed() throws IOException {
        String file = Files.createFile(directory.resolve("a.pem")).toString();

        assertInvalid("endpoints", Map.of());
        assertInvalid("endpoints", Map.of("endpoints", "one"));
        assertInvalid("endpoints", Map.of("endpoints", "grpcs://one:8001, two:8001"));
        assertInvalid("tls.key", Map.of("endpoints", "one:8001", "tls.certificate", file));
        assertInvalid("tls.ca", Map.of("endpoints", "grpcs://one:8001", "tls.ca", "/no/such/file"));
        assertInvalid("compression", Map.of("endpoints", "one:8001", "compression", "snappy"));
        assertInvalid("max-in-flight", Map.of("endpoints", "one:8001", "max-in-flight", "0"));
        assertInvalid("endpoint", Map.of("endpoint", "one:8001"));
    }

    private static void assertInvalid(String key, Map<String, String> values) {
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> settings(values))
                .satisfies(e -> assertThat(e.property()).isEqualTo("azulejo.backends.far." + key));
    }

    private static ConnectionSettings settings(Map<String, String> values) {
        return ConnectionSettings.of(new Settings("azulejo.backends.far", values));
    }
}
