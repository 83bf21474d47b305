package io.azulejo.processor;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** A checkpoint directory that cannot be used: names the file, the key in it where there is one, and what is wrong. */
public final class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;

    public CheckpointException(Path file, String problem) {
        this(file, problem, null);
    }

    public CheckpointException(Path file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file.toString();
    }

    /** The file (or the directory, where a file is missing) that is wrong. */
    public Path file() {
        return Path.of(file);
    }
}
