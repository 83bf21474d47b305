package io.azulejo.libtorch.engine;

import java.util.Arrays;

import io.azulejo.libtorch.kvcache.BlockTable;

/**
 * One prompt and the answer that grows behind it. The engine's thread owns it; its phase and counts are changed by the
 * scheduler only.
 */
final class Sequence {

    private final long arrival;
    private final Answer answer;
    private final AnswerListener listener;
    private final SequencePictures pictures;
    private final BlockTable blocks;
    private final long submitted;
    private int[] ids;
    private int length;
    private int computed;
    private SequencePhase phase = SequencePhase.WAITING;

    Sequence(long arrival, int[] prompt, Answer answer, AnswerListener listener, SequencePictures pictures,
            BlockTable blocks, long submitted) {
        this.arrival = arrival;
        this.answer = answer;
        this.listener = listener;
        this.pictures = pictures;
        this.blocks = blocks;
        this.submitted = submitted;
        this.ids = prompt.clone();
        this.length = prompt.length;
    }

    /** Orders sequences: the lower came first. */
    long arrival() {
        return arrival;
    }

    Answer answer() {
        return answer;
    }

    AnswerListener listener() {
        return listener;
    }

    SequencePictures pictures() {
        return pictures;
    }

    BlockTable blocks() {
        return blocks;
    }

    /** When it came, by the engine's clock. */
    long submitted() {
        return submitted;
    }

    /** Tokens of prompt and answer so far. */
    int length() {
        return length;
    }

    /** How many of its positions are in the cache. */
    int computed() {
        return computed;
    }

    int remaining() {
        return length - computed;
    }

    SequencePhase phase() {
        return phase;
    }

    void phase(SequencePhase next) {
        phase = next;
    }

    int[] ids(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    void advance(int tokens) {
        computed += tokens;
    }

    /** Forgets what is computed: its blocks are gone. */
    void restart() {
        computed = 0;
    }

    void append(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, length + (length >> 1)));
        }
        ids[length++] = id;
    }
}
