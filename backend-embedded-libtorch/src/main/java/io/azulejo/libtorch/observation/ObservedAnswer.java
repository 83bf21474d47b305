package io.azulejo.libtorch.observation;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.azulejo.api.error.BackendException;
import io.azulejo.libtorch.engine.AnswerListener;
import io.azulejo.libtorch.engine.AnswerPiece;

/** Measures one answer on its way. Its end is counted once, whichever comes first. */
public final class ObservedAnswer implements AnswerListener {

    private static final String NO_ERROR = "none";

    private final List<AnswerMeters> meters;
    private final AnswerEvent event;
    private final AnswerListener listener;
    private final long start = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long first;
    private long last;

    ObservedAnswer(List<AnswerMeters> meters, AnswerEvent event, AnswerListener listener) {
        this.meters = meters;
        this.event = event;
        this.listener = listener;
        event.begin();
    }

    @Override
    public void queued(Runnable cancel) {
        listener.queued(() -> {
            cancel.run();
            // Nobody wants the rest; of no effect after the end.
            end("cancelled", NO_ERROR);
        });
    }

    @Override
    public void piece(AnswerPiece piece) {
        long now = System.nanoTime();
        if (first == 0) {
            first = now;
            meters.forEach(each -> each.firstToken(now - start));
        } else {
            long before = last;
            meters.forEach(each -> each.tokens(piece.tokens().size(), now - before));
        }
        last = now;
        AnswerPiece.End end = piece.end();
        if (end != null && ended.compareAndSet(false, true)) {
            meters.forEach(each -> {
                each.prompt(event.promptTokens - event.imageTokens, event.imageTokens);
                each.completed(end.tokens(), now - first);
            });
            event.answerTokens = end.tokens();
            event.timeToFirstToken = first - start;
            finish(end.reason().wireName(), NO_ERROR);
        }
        listener.piece(piece);
    }

    @Override
    public void failed(BackendException reason) {
        end("failed", reason.getClass().getSimpleName());
        listener.failed(reason);
    }

    /** The engine did not take the request. */
    public void refused(RuntimeException reason) {
        end("refused", reason.getClass().getSimpleName());
    }

    private void end(String outcome, String error) {
        if (ended.compareAndSet(false, true)) {
            finish(outcome, error);
        }
    }

    private void finish(String outcome, String error) {
        long nanos = System.nanoTime() - start;
        meters.forEach(each -> each.ended(outcome, error, nanos));
        event.outcome = outcome;
        event.commit();
    }
}
