package io.azulejo.server.generation;

import java.util.stream.Stream;

import jakarta.persistence.EnumeratedValue;

import io.azulejo.server.web.Fields;

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

    /** @throws ProblemException where it is none of an answer that has ended */
    static GenerationStatus ended(String wireName) {
        return Stream.of(values()).filter(status -> status.isFinal() && status.wireName.equals(wireName)).findFirst()
                .orElseThrow(() -> Fields.invalid("status", "'" + wireName + "' is not how an answer ends."));
    }

    String wireName() {
        return wireName;
    }

    boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }
}
