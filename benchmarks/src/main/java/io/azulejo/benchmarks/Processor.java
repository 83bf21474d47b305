package io.azulejo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's processor, for the record. */
final class Processor {

    private Processor() {}

    static String name() {
        int cores = Runtime.getRuntime().availableProcessors();
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                    .findFirst().map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse("unknown processor")
                    + ", " + cores + " cores";
        } catch (IOException _) {
            return System.getProperty("os.arch") + ", " + cores + " cores";
        }
    }
}
