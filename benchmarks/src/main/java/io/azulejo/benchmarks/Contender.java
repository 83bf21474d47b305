package io.azulejo.benchmarks;

import java.util.Map;

/** One that is measured, on one model: Azulejo or a peer. */
interface Contender extends AutoCloseable {

    /** What heads its column. */
    String name();

    /** Version and settings, for the record. */
    String version();

    /** Seconds from its start until it was ready. */
    double loadSeconds();

    /**
     * Does a piece of work, once.
     *
     * @return its figures by the names of {@link Work}
     * @throws MissingException where it cannot
     */
    Map<String, Double> run(Work work, int seed) throws MissingException;

    /** Ends its process. */
    @Override
    void close();
}
