package io.azulejo.server.openai;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** Programs in other languages that check the server through OpenAI's SDKs. */
public final class SdkProgram {

    private static final Path PYTHON = Path.of("src/test/python/openai_sdk_check.py").toAbsolutePath();
    private static final Path JAVASCRIPT = Path.of("src/test/js/openai_sdk_check.mjs").toAbsolutePath();

    private SdkProgram() {}

    /** Runs the Python program; every check has to pass. */
    public static void python(String... arguments) throws IOException, InterruptedException {
        List<String> candidates = Stream.of(System.getProperty("azulejo.python"), System.getenv("AZULEJO_PYTHON"),
                "python3").filter(SdkProgram::isNamed).toList();
        run(find("Python", "openai", "AZULEJO_PYTHON", candidates, "-c",
                "import openai"), PYTHON, arguments);
    }

    /** Runs the JavaScript program; every check has to pass. */
    public static void javaScript(String... arguments) throws IOException, InterruptedException {
        List<String> candidates = Stream.of(System.getenv("AZULEJO_NODE"), "node").filter(SdkProgram::isNamed).toList();
        run(find("Node.js", "openai", "AZULEJO_NODE (after npm ci in src/test/js)", candidates, JAVASCRIPT.toString(),
                "--probe"),
                JAVASCRIPT, arguments);
    }

    /** Sends what schemathesis thinks of by an OpenAPI document; what it finds fails. */
    public static void schemathesis(String document) throws IOException, InterruptedException {
        List<String> candidates = Stream.of(System.getenv("AZULEJO_PYTHON"), "python3").filter(SdkProgram::isNamed)
                .toList();
        String python = find("Python", "schemathesis", "AZULEJO_PYTHON", candidates, "-c", "import schemathesis");
        Result result = run(List.of(python, "-m", "schemathesis.cli", "run", document, "--seed", "1",
                // It finds the names of backends, and would unload what is to answer.
                "--exclude-path-regex", "/admin/backends/.name", "--max-examples", "10", "--phases",
                "examples,coverage,fuzzing", "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                "--request-timeout", "30", "--continue-on-failure", "--no-color", "--warnings", "off"));

        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    /** A Python that has a package. */
    public static String pythonWith(String thing) throws InterruptedException {
        List<String> candidates = Stream.of(System.getenv("AZULEJO_PYTHON"), "python3").filter(SdkProgram::isNamed)
                .toList();
        return find("Python", thing, "AZULEJO_PYTHON", candidates, "-c", "import " + thing);
    }

    private static void run(String program, Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, script.toString()));
        command.addAll(List.of(arguments));
        Result result = run(command);

        assertThat(result.output()).contains(" 0 failed").doesNotContain("FAILED");
        assertThat(result.exitCode()).isZero();
    }

    private static String find(String what, String thing, String variable, List<String> candidates, String... probe)
            throws InterruptedException {
        List<String> tried = new ArrayList<>();
        for (String candidate : candidates) {
            List<String> command = new ArrayList<>(List.of(candidate));
            command.addAll(List.of(probe));
            try {
                if (run(command).exitCode() == 0) {
                    return candidate;
                }
                tried.add(candidate + " (no package " + thing + ")");
            } catch (IOException e) {
                tried.add(candidate + " (" + e.getMessage() + ")");
            }
        }
        String problem = "No " + what + " with the package '" + thing + "' among " + tried + ": name one in " + variable
                + ". This was NOT tested.";
        if (Boolean.parseBoolean(System.getenv("AZULEJO_REQUIRE_ALL_TESTS"))) {
            return fail(problem);
        }
        System.err.println("SKIPPED: " + problem);
        throw new TestAbortedException(problem);
    }

    private static boolean isNamed(@Nullable String name) {
        return name != null && !name.isBlank();
    }

    private record Result(int exitCode, String output) {}

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(Path.of("target").toFile())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
