package io.azulejo.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Another process that keeps one core busy for as long as this is open, two minutes at most. */
final class BusyNeighbour implements AutoCloseable {

    private final ChildProcess process;

    private BusyNeighbour(ChildProcess process) {
        this.process = process;
    }

    static BusyNeighbour start(Path log, int threads) throws MissingException {
        if (!ChildProcess.onPath("timeout")) {
            throw new MissingException("there is no timeout program to bound the busy process with");
        }
        return new BusyNeighbour(ChildProcess.start(List.of("timeout", "--kill-after=1", "120", "sh", "-c",
                "echo busy; while :; do :; done"), Map.of(), log, threads));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
