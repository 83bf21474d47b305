package io.azulejo.libtorch.weights;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** A checkpoint that cannot be loaded. Its message names the file, the tensor or key, and what is wrong with it. */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final @Nullable String subject;
    private final String problem;

    /**
     * @param file the file or directory at fault
     * @param subject the tensor or configuration key at fault, or null where it is the file itself
     * @param problem what is wrong, as a sentence
     */
    public LoadException(Path file, @Nullable String subject, String problem) {
        this(file, subject, problem, null);
    }

    public LoadException(Path file, @Nullable String subject, String problem, @Nullable Throwable cause) {
        super(file + ": " + (subject == null ? "" : subject + ": ") + problem, cause);
        this.file = file;
        this.subject = subject;
        this.problem = problem;
    }

    public Path file() {
        return file;
    }

    public @Nullable String subject() {
        return subject;
    }

    public String problem() {
        return problem;
    }
}
