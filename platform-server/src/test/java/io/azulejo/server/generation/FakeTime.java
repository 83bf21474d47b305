package io.azulejo.server.generation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.fail;

/** Debian's libfaketime, by which a process takes the time for another one. */
final class FakeTime {

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private FakeTime() {}

    static boolean isThere() {
        return PLACES.stream().anyMatch(Files::isReadable);
    }

    /** Skips the test, loudly, where the library is not installed. */
    static void require() {
        if (!isThere()) {
            String problem = "No libfaketime: install Debian's package 'faketime'. Clocks that are off were NOT tested.";
            if (Boolean.parseBoolean(System.getenv("AZULEJO_REQUIRE_ALL_TESTS"))) {
                fail(problem);
            }
            System.err.println("SKIPPED: " + problem);
            throw new TestAbortedException(problem);
        }
    }

    /** The environment of a process whose clock is off by so much, such as {@code +10m}; nothing without the library. */
    static Map<String, String> off(String by) {
        return PLACES.stream().filter(Files::isReadable).findFirst()
                .<Map<String, String>>map(library -> Map.of("LD_PRELOAD", library.toString(), "FAKETIME", by,
                        "DONT_FAKE_MONOTONIC", "1",
                        // Else timed waits end at once, again and again.
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0"))
                .orElse(Map.of());
    }
}
