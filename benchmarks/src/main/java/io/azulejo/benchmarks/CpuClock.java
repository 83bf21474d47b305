package io.azulejo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * Tells how many cores other programs used during a measurement: what all cores did, less what this process and those
 * that it started did. Linux only; elsewhere it tells nothing.
 */
public final class CpuClock {

    private static final double TICKS_PER_SECOND = 100;

    private final long busy = busyTicks();
    private final long own = ownTicks();
    private final long start = System.nanoTime();

    private CpuClock() {}

    static CpuClock start() {
        return new CpuClock();
    }

    /** Cores used by others since the start, on average; NaN where the system does not tell. */
    double othersCores() {
        double seconds = (System.nanoTime() - start) / 1e9;
        long others = busyTicks() - busy - (ownTicks() - own);
        return busy < 0 || seconds <= 0 ? Double.NaN : Math.max(0, others / TICKS_PER_SECOND / seconds);
    }

    /** User, nice, system, interrupts and time stolen, of all cores. */
    private static long busyTicks() {
        try {
            return busyTicks(Files.readAllLines(Path.of("/proc/stat")).getFirst());
        } catch (IOException _) {
            return -1;
        }
    }

    /** @param line the first of /proc/stat */
    static long busyTicks(String line) {
        String[] fields = line.trim().split("\\s+", -1);
        return LongStream.of(1, 2, 3, 6, 7, 8).map(i -> Long.parseLong(fields[(int) i])).sum();
    }

    private static long ownTicks() {
        return LongStream.concat(LongStream.of(ProcessHandle.current().pid()),
                ProcessHandle.current().descendants().mapToLong(ProcessHandle::pid)).map(CpuClock::ticks).sum();
    }

    /** Seconds of CPU that a process and its children that have ended took; 0 where the system does not tell. */
    public static double seconds(long pid) {
        return ticks(pid) / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        try {
            return processTicks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException _) {
            return 0;
        }
    }

    /** The time of a process and of its children that have ended, from its line in /proc/PID/stat. */
    static long processTicks(String line) {
        // The name in brackets may hold spaces.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return LongStream.of(11, 12, 13, 14).map(i -> Long.parseLong(fields[(int) i])).sum();
    }
}
