package io.azulejo.server.openai;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * OpenAI's official Python SDK against the server. Takes the Python that {@code AZULEJO_PYTHON} names, else one on the
 * path, with the package {@code openai}; is skipped where there is none, but for
 * {@code AZULEJO_REQUIRE_ALL_TESTS=true}.
 */
@OnScriptedBackend
class OpenAiSdkIT {

    private static final Path SCRIPT = Path.of("src/test/python/openai_sdk_check.py").toAbsolutePath();

    @LocalServerPort
    private int port;

    @Test
    void sdkWhenChattingThenEveryCheckPasses() throws Exception {
        Result result = run(python(), SCRIPT.toString(), "--base-url", "http://127.0.0.1:" + port + "/v1", "--model",
                "eyes", "--scripted");

        assertThat(result.output()).contains(" 0 failed").doesNotContain("FAILED");
        assertThat(result.exitCode()).isZero();
    }

    private record Result(int exitCode, String output) {}

    private static String python() throws InterruptedException {
        List<String> candidates = Stream.of(System.getProperty("azulejo.python"), System.getenv("AZULEJO_PYTHON"),
                "python3").filter(OpenAiSdkIT::isNamed).toList();
        List<String> tried = new ArrayList<>();
        for (String candidate : candidates) {
            try {
                if (run(candidate, "-c", "import openai").exitCode() == 0) {
                    return candidate;
                }
                tried.add(candidate + " (no package openai)");
            } catch (IOException e) {
                tried.add(candidate + " (" + e.getMessage() + ")");
            }
        }
        String problem = "No Python with the package 'openai' among " + tried
                + ": name one in AZULEJO_PYTHON. The SDK was NOT tested.";
        if (Boolean.parseBoolean(System.getenv("AZULEJO_REQUIRE_ALL_TESTS"))) {
            return fail(problem);
        }
        System.err.println("SKIPPED: " + problem);
        throw new TestAbortedException(problem);
    }

    private static boolean isNamed(@Nullable String name) {
        return name != null && !name.isBlank();
    }

    private static Result run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
