package io.azulejo.libtorch.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.BackendException;
import io.azulejo.libtorch.engine.AnswerPiece.End;

/** Keeps what an answer's listener hears. */
final class RecordingListener implements AnswerListener {

    private final StringBuilder text = new StringBuilder();
    private final List<Integer> tokens = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    final CountDownLatch begun = new CountDownLatch(1);
    volatile Runnable cancel = () -> {};
    volatile @Nullable End end;
    volatile @Nullable BackendException failure;

    @Override
    public void queued(Runnable cancel) {
        this.cancel = cancel;
    }

    @Override
    public void piece(AnswerPiece piece) {
        synchronized (text) {
            text.append(piece.text());
            piece.tokens().forEach(token -> tokens.add(token.id()));
        }
        begun.countDown();
        if (piece.end() != null) {
            end = piece.end();
            over.countDown();
        }
    }

    @Override
    public void failed(BackendException reason) {
        failure = reason;
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    RecordingListener await() {
        try {
            if (!over.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The answer did not end; so far: " + text());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    List<Integer> tokens() {
        synchronized (text) {
            return List.copyOf(tokens);
        }
    }
}
