package io.azulejo.libtorch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The process's resident memory, as Linux tells it, stays where it is and goes when the backend goes. Measured in a JVM
 * whose heap has one size and is resident as a whole from the start: elsewhere the heap's growth would hide the
 * engine's, or be taken for it.
 */
@Timeout(900)
class ResidentMemoryIT {

    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @BeforeEach
    void onLinuxOnly() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        if (!linux) {
            System.err.println("SKIPPED: resident memory is measured on Linux only, and this is not Linux");
        }
        assumeThat(linux).as("resident memory is measured on Linux only").isTrue();
    }

    @Test
    void memoryAfterTenThousandGenerationsMoreIsWhatItWasBefore() throws Exception {
        Map<String, Moment> moments = measure("generations", Map.of());

        Moment early = moment(moments, "after-2000");
        Moment late = moment(moments, "after-12000");
        assertThat(late.objects()).as("live native objects").isEqualTo(early.objects());
        assertThat(late.bytes() - early.bytes()).as("growth in bytes").isLessThan(24 * MIB);
    }

    @Test
    void memoryAfterClosingIsWhatItWasBeforeOpening() throws Exception {
        // With its defaults glibc keeps some 25 MiB of freed memory in pieces that it cannot give back. One arena and a
        // fixed threshold show what the backend frees and not what the allocator keeps.
        Map<String, Moment> moments = measure("closing",
                Map.of("MALLOC_ARENA_MAX", "1", "MALLOC_MMAP_THRESHOLD_", "131072"));

        Moment before = moment(moments, "before");
        Moment open = moment(moments, "open");
        Moment closed = moment(moments, "closed");
        assertThat(open.bytes() - closed.bytes()).as("bytes of weights that closing frees").isGreaterThan(110 * MIB);
        assertThat(closed.bytes() - before.bytes()).as("bytes left over").isLessThan(32 * MIB);
        assertThat(closed.objects()).as("live native objects").isEqualTo(before.objects());
    }

    private Map<String, Moment> measure(String what, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                ResidentMemoryProgram.class.getName(), what, directory.toString()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Map<String, Moment> moments = new HashMap<>();
        output.lines().filter(line -> line.matches("[a-z0-9-]+ \\d+ \\d+")).forEach(line -> {
            String[] fields = line.split(" ", 3);
            moments.put(fields[0], new Moment(Long.parseLong(fields[1]), Long.parseLong(fields[2])));
            System.out.printf("Resident %s: %.1f MiB, %s native objects%n", fields[0],
                    Long.parseLong(fields[1]) / (double) MIB, fields[2]);
        });
        return moments;
    }

    private static Moment moment(Map<String, Moment> moments, String name) {
        return Objects.requireNonNull(moments.get(name), name);
    }

    /**
     * @param bytes resident memory of the process
     * @param objects live native objects
     */
    private record Moment(long bytes, long objects) {}
}
