package io.azulejo.server.job;

import java.time.Duration;

/**
 * Something to be done from time to time by every instance of the application. Instances that do it at the same time must
 * not harm each other.
 */
public interface PeriodicJob {

    /** How long after its end it is done again; the first time is a minute after the start, or earlier. */
    Duration interval();

    /** Does it, on a thread that may block. Where it fails it is tried again the next time. */
    void run();
}
