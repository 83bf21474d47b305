package io.azulejo.triton.served;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.TokenLogprob;
import io.azulejo.backend.support.StopText;

/** The text of one answer on its way past the stop strings, and the tokens that wait for theirs to be shown. */
final class ShownText {

    private final StopText stops;
    private final StringBuilder pending = new StringBuilder();
    private final List<TokenLogprob> waiting = new ArrayList<>();

    ShownText(List<String> stops) {
        this.stops = new StopText(stops);
    }

    void append(String text) {
        pending.append(stops.append(text));
    }

    void token(TokenLogprob token) {
        waiting.add(token);
    }

    /** Whether a stop string came up; nothing after it is shown. */
    boolean stopped() {
        return stops.stopped();
    }

    /** What may be shown now, or nothing. */
    AnswerPart take() {
        if (pending.isEmpty()) {
            return AnswerPart.NOTHING;
        }
        return part(null);
    }

    /** All that is left, with the end. */
    AnswerPart end(AnswerPart.End end) {
        if (!stops.stopped()) {
            pending.append(stops.finish());
        }
        return part(end);
    }

    private AnswerPart part(AnswerPart.@Nullable End end) {
        AnswerPart part = new AnswerPart(pending.toString(), waiting, end);
        pending.setLength(0);
        waiting.clear();
        return part;
    }
}
