package io.azulejo.libtorch.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.backend.support.Terms;
import io.azulejo.libtorch.kvcache.BlockTable;
import io.azulejo.libtorch.kvcache.PrefixIndex;

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
    private final int blockSize;
    private final Terms terms;
    private final long submitted;
    private final @Nullable AttentionTrace trace;
    private boolean begun;
    private int[] ids;
    private int length;
    private int computed;
    /** What its full blocks hold, as far as it was asked for. */
    private final List<BlockContent> contents = new ArrayList<>();
    private int chainedBlocks;
    private long chain = PrefixIndex.ROOT;
    private SequencePhase phase = SequencePhase.WAITING;

    Sequence(long arrival, int[] prompt, Terms terms, Answer answer, AnswerListener listener, SequencePictures pictures,
            BlockTable blocks, int blockSize, long submitted, @Nullable AttentionTrace trace) {
        this.arrival = arrival;
        this.terms = terms;
        this.answer = answer;
        this.listener = listener;
        this.pictures = pictures;
        this.blocks = blocks;
        this.blockSize = blockSize;
        this.submitted = submitted;
        this.trace = trace;
        this.ids = prompt.clone();
        this.length = prompt.length;
    }

    /** Orders sequences: the lower came first. */
    long arrival() {
        return arrival;
    }

    Terms terms() {
        return terms;
    }

    /** When its time is over, by the engine's clock; at the end of time where it has no limit. */
    long deadline() {
        Duration timeout = terms.timeout();
        return timeout == null ? Long.MAX_VALUE : submitted + timeout.toNanos();
    }

    /** Whether it was admitted before, and preempted since. */
    boolean begun() {
        return begun;
    }

    /** Notes that it was admitted. */
    void begin() {
        begun = true;
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

    /** Keeps the attention of a part of the prompt; null where nobody looks. */
    @Nullable
    AttentionTrace trace() {
        return trace;
    }

    /** How many of its first tokens may be taken from the cache: what is wanted of the others comes of computing them. */
    int reusable() {
        return trace == null ? length - 1 : Math.min(length - 1, trace.first());
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
        chainedBlocks = 0;
        chain = PrefixIndex.ROOT;
    }

    /** What one of its blocks holds; all tokens of it are there. */
    BlockContent content(int block) {
        while (contents.size() <= block) {
            int from = contents.size() * blockSize;
            contents.add(new BlockContent(ids(from, from + blockSize), pictures.runs(from, from + blockSize)));
        }
        return contents.get(block);
    }

    /** How many of its blocks, from the first on, the prefix index knows. */
    int chainedBlocks() {
        return chainedBlocks;
    }

    /** The chain of those blocks. */
    long chain() {
        return chain;
    }

    /** Notes that the index knows one block more. */
    void chained(long next) {
        chainedBlocks++;
        chain = next;
    }

    void append(int id) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, Math.max(16, length + (length >> 1)));
        }
        ids[length++] = id;
    }
}
