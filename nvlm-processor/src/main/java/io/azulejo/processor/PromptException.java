package io.azulejo.processor;

import org.jspecify.annotations.Nullable;

/** A conversation that the checkpoint's prompt format has no form for, told in words for the person who sent it. */
public final class PromptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PromptException(String problem) {
        this(problem, null);
    }

    public PromptException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
