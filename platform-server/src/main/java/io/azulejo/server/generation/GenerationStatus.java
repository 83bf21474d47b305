package io.azulejo.server.generation;

import jakarta.persistence.EnumeratedValue;

/** Where the making of an answer stands. */
enum GenerationStatus {

    /** The question is stored; the backend has not been asked yet. */
    QUEUED("queued"),
    /** The backend has it. */
    RUNNING("running"),
    /** The model ended it. */
    COMPLETED("completed"),
    /** A person ended it. */
    STOPPED("stopped"),
    /** The backend broke. */
    FAILED("failed"),
    /** The application ended before it did. */
    INTERRUPTED("interrupted");

    @EnumeratedValue
    private final String wireName;

    GenerationStatus(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }
}
