package io.azulejo.libtorch.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.model.FinishReason;
import io.azulejo.libtorch.engine.AnswerPiece.End;
import io.azulejo.libtorch.sampling.SampledToken;
import io.azulejo.libtorch.sampling.Sampler;
import io.azulejo.libtorch.sampling.StopCondition;

/** One answer as it grows: chooses its tokens and turns them into pieces of text. */
final class Answer {

    private final Sampler sampler;
    private final StopCondition stop;
    private final TokenDecoder decoder;
    /** Tokens not told yet because none of their text was shown. */
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int decoded;
    private int shown;
    private int cachedTokens = -1;

    Answer(Sampler sampler, StopCondition stop, TokenDecoder decoder) {
        this.sampler = sampler;
        this.stop = stop;
        this.decoder = decoder;
    }

    /** Notes how much of the prompt did not have to be computed when the answer began. */
    void foundInCache(int tokens) {
        // A preempted answer begins again, and finds what it computed itself.
        cachedTokens = cachedTokens < 0 ? tokens : cachedTokens;
    }

    SampledToken sample(float[] logits) {
        return sampler.sample(logits);
    }

    /** Takes the next token and gives what is to be shown of the answer now, or null where that is nothing. */
    @Nullable
    AnswerPiece accept(SampledToken token) {
        String text;
        if (stop.isEnd(token.id())) {
            text = stop.finish(decode(decoder.finish()));
        } else {
            pending.add(new Pending(token, decoded));
            if (sampler.complete()) {
                stop.complete();
            }
            text = stop.append(decode(decoder.append(token.id())));
            if (stop.reason() != null && !stop.stoppedByText()) {
                text += stop.finish(decode(decoder.finish()));
            }
        }
        shown += text.length();
        FinishReason reason = stop.reason();
        if (reason == null) {
            return text.isEmpty() ? null : new AnswerPiece(text, told(shown), null);
        }
        return new AnswerPiece(text, told(stop.stoppedByText() ? shown : Integer.MAX_VALUE),
                new End(reason, stop.tokens(), Math.max(0, cachedTokens)));
    }

    /** Ends the answer before it is complete; what was held back for a stop string is told. */
    AnswerPiece cutOff() {
        String text = stop.finish(decode(decoder.finish()));
        return new AnswerPiece(text, told(Integer.MAX_VALUE),
                new End(FinishReason.LENGTH, stop.tokens(), Math.max(0, cachedTokens)));
    }

    /** Tokens so far. */
    int tokens() {
        return stop.tokens();
    }

    private String decode(String text) {
        decoded += text.length();
        return text;
    }

    /** Takes out the tokens whose text begins before this many characters. */
    private List<SampledToken> told(int before) {
        List<SampledToken> tokens = new ArrayList<>();
        while (!pending.isEmpty() && pending.element().start() < before) {
            tokens.add(pending.remove().token());
        }
        return List.copyOf(tokens);
    }

    /** @param start how many characters of text came before it */
    private record Pending(SampledToken token, int start) {}
}
