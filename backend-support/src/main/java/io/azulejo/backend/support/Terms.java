package io.azulejo.backend.support;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * On what terms a request is served.
 *
 * @param user for whom; requests without one are one user's
 * @param priority those of a higher one are admitted first, and preempted last; 0 is usual
 * @param timeout how long after its arrival the answer must be complete: it ends then with what it has, or, where it has
 *        not begun, with an error; null where it may take its time
 */
public record Terms(String user, int priority, @Nullable Duration timeout) {

    /** The usual terms. */
    public static final Terms USUAL = new Terms("", 0, null);
}
