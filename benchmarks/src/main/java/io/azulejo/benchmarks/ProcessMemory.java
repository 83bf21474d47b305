package io.azulejo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Memory of a process, as Linux tells it. */
public final class ProcessMemory {

    private ProcessMemory() {}

    /** The most that the process ever held, in MiB; 0 where the system does not tell. */
    public static double peakMebibytes(long pid) {
        return mebibytes(pid, "VmHWM:");
    }

    /** What the process holds now, in MiB; 0 where the system does not tell. */
    public static double mebibytes(long pid) {
        return mebibytes(pid, "VmRSS:");
    }

    private static double mebibytes(long pid, String key) {
        try {
            Optional<String> line = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(each -> each.startsWith(key)).findFirst();
            return line.map(text -> Long.parseLong(text.replaceAll("[^0-9]", "")) / 1024.0).orElse(0.0);
        } catch (IOException _) {
            return 0;
        }
    }
}
