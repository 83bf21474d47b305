package io.azulejo.libtorch.engine;

import io.azulejo.api.error.BackendException;

/**
 * Hears one answer. Called on the engine's thread, which it must not hold up. Hears an end or a failure at most once
 * and nothing after it, and neither of an answer that was cancelled.
 */
public interface AnswerListener {

    /**
     * The first call, on the thread that submits: nothing was begun yet.
     *
     * @param cancel ends the answer when run, from any thread
     */
    default void queued(Runnable cancel) {}

    /** The next piece of text; the last piece has an end. */
    void piece(AnswerPiece piece);

    void failed(BackendException reason);
}
