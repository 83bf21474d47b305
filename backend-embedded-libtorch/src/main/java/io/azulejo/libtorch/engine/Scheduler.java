package io.azulejo.libtorch.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.azulejo.libtorch.kvcache.BlockPool;
import io.azulejo.libtorch.kvcache.BlockTable;

/**
 * Says which sequences compute what in a step. All bookkeeping of queues, phases and blocks is here, and no tensor.
 *
 * <p>
 * A step holds one token of each sequence that decodes and, as far as the step's tokens reach, pieces of prompts, the
 * oldest first. Sequences are admitted by priority, fairly among users, and in the order of their arrival, as soon as there are a place and blocks for all
 * that they have so far; none overtakes one that does not fit yet, only one whose picture is still being decoded. Blocks
 * for the answer are taken as it grows: where none is left the newest sequence is preempted, goes back to the queue and
 * computes again what it had. So the oldest always moves on and all finish. Not thread-safe; the engine's thread owns
 * it.
 */
final class Scheduler {

    private static final Comparator<Sequence> BY_RANK = Comparator
            .comparingInt((Sequence sequence) -> sequence.terms().priority()).reversed()
            .thenComparingLong(Sequence::arrival);

    private final BlockPool pool;
    private final SharedPrefixes prefixes;
    private final EngineSettings settings;
    private final TreeSet<Sequence> waiting = new TreeSet<>(BY_RANK);
    private final TreeSet<Sequence> running = new TreeSet<>(BY_RANK);
    private final FairShares shares = new FairShares();
    private long preemptions;
    private long prefixTokens;
    private long tilesFound;

    Scheduler(BlockPool pool, SharedPrefixes prefixes, EngineSettings settings) {
        this.pool = pool;
        this.prefixes = prefixes;
        this.settings = settings;
    }

    /** Takes a sequence into the queue. Its prompt fits into the pool with at least one token of an answer. */
    void add(Sequence sequence) {
        shares.enter(sequence.terms().user());
        waiting.add(sequence);
    }

    int waiting() {
        return waiting.size();
    }

    int running() {
        return running.size();
    }

    /** Sequences whose next step is a decode. */
    int decoding() {
        return (int) running.stream().filter(sequence -> sequence.phase() == SequencePhase.DECODE).count();
    }

    /** Whether an admitted sequence has tokens of its prompt to compute that wait for no tile. */
    boolean prefillDue() {
        return running.stream().anyMatch(sequence -> sequence.phase() == SequencePhase.PREFILL
                && sequence.computed() < sequence.pictures().encodedUpTo());
    }

    /** How often a sequence was sent back to the queue. */
    long preemptions() {
        return preemptions;
    }

    /** All sequences, those that run first, each group by arrival. */
    List<Sequence> all() {
        List<Sequence> all = new ArrayList<>(running);
        all.addAll(waiting);
        return all;
    }

    /** Tokens that did not have to be computed, since the cache held them. */
    long prefixTokens() {
        return prefixTokens;
    }

    /** Tiles whose features were known when a sequence came to them. */
    long tilesFound() {
        return tilesFound;
    }

    /** How many positions of a sequence's beginning the cache holds. */
    int positionsCached(Sequence sequence) {
        return sequence.phase() == SequencePhase.WAITING ? prefixes.match(sequence).positions() : sequence.computed();
    }

    /** Gives prompts in work what others have computed since the last step. */
    void takeFromOthers() {
        for (Sequence sequence : running) {
            if (sequence.phase() == SequencePhase.PREFILL) {
                prefixTokens += prefixes.takeMore(sequence);
                tilesFound += sequence.pictures().skip(sequence.computed());
            }
        }
    }

    /** The oldest admitted sequence with a tile ready to be encoded. */
    Optional<Sequence> nextToEncode() {
        return running.stream().filter(sequence -> sequence.pictures().canEncode()).findFirst();
    }

    /**
     * The work of the next step; empty where nothing can be computed now.
     *
     * @param prefillTokens the most tokens of prompts in it
     */
    List<Slice> schedule(int prefillTokens) {
        List<Slice> slices = new ArrayList<>();
        for (Sequence sequence : List.copyOf(running)) {
            if (sequence.phase() == SequencePhase.DECODE && ensureBlocks(sequence)) {
                slices.add(new Slice(sequence, sequence.computed(), 1, true));
            }
        }
        admit();
        boolean shared = !slices.isEmpty();
        int budget = Math.min(prefillTokens, settings.stepTokens() - slices.size());
        Set<Object> begun = new HashSet<>();
        for (Sequence sequence : running) {
            if (sequence.phase() == SequencePhase.PREFILL) {
                Object block = prefixes.next(sequence);
                if (block != null && !begun.add(block)) {
                    // An older one is about to compute the same block, which will be there for both.
                    continue;
                }
                int wanted = Math.min(budget, sequence.remaining());
                int ready = (int) Math.min(wanted, sequence.pictures().encodedUpTo() - (long) sequence.computed());
                // A pass of its own is worth it for a whole piece only; beside decodes a part comes cheap.
                if (ready > 0 && (ready == wanted || shared)) {
                    slices.add(new Slice(sequence, sequence.computed(), ready, false));
                    budget -= ready;
                }
            }
        }
        return slices;
    }

    /** Takes blocks for all tokens of a sequence, from newer ones if need be; false where it was itself preempted. */
    private boolean ensureBlocks(Sequence sequence) {
        while (!sequence.blocks().grow(sequence.length())) {
            Sequence newest = running.last();
            preempt(newest);
            if (newest == sequence) {
                return false;
            }
        }
        return true;
    }

    private void preempt(Sequence sequence) {
        preemptions++;
        running.remove(sequence);
        sequence.blocks().release();
        sequence.restart();
        sequence.phase(SequencePhase.WAITING);
        waiting.add(sequence);
    }

    private void admit() {
        List<Sequence> queue = new ArrayList<>(waiting);
        while (!queue.isEmpty() && running.size() < settings.maxSequences()) {
            Sequence sequence = Collections.min(queue, this::compareClaims);
            queue.remove(sequence);
            SharedPrefixes.Match found = prefixes.match(sequence);
            if (!sequence.pictures().ready(found.positions())) {
                continue;
            }
            // A block in hand for each that runs, so that the newcomer is not sent back by the next step.
            int needed = BlockTable.blocksFor(sequence.length() + 1, settings.blockSize()) - found.blocks().length
                    + running.size();
            if (needed > pool.free() - found.free() && !running.isEmpty()) {
                return;
            }
            waiting.remove(sequence);
            start(sequence, found);
        }
    }

    /** Who comes first: by priority, those that were sent back, the user who was served least, then by arrival. */
    private int compareClaims(Sequence one, Sequence other) {
        int priority = Integer.compare(other.terms().priority(), one.terms().priority());
        if (priority != 0) {
            return priority;
        }
        int begun = Boolean.compare(other.begun(), one.begun());
        if (begun != 0) {
            return begun;
        }
        int served = Long.compare(shares.served(one.terms().user()), shares.served(other.terms().user()));
        return served != 0 ? served : Long.compare(one.arrival(), other.arrival());
    }

    private void start(Sequence sequence, SharedPrefixes.Match found) {
        prefixes.take(sequence, found);
        if (!sequence.blocks().grow(sequence.length())) {
            throw new IllegalStateException("A sequence of " + sequence.length() + " tokens does not fit into "
                    + pool.total() + " blocks");
        }
        prefixTokens += found.positions();
        shares.prompt(sequence.terms().user(), sequence.begun() ? 0 : sequence.remaining());
        sequence.begin();
        sequence.answer().foundInCache(found.positions());
        tilesFound += sequence.pictures().skip(sequence.computed());
        sequence.phase(SequencePhase.PREFILL);
        running.add(sequence);
    }

    /** Notes that a slice is in the cache. */
    void computed(Slice slice) {
        Sequence sequence = slice.sequence();
        sequence.advance(slice.count());
        prefixes.filled(sequence);
        if (slice.last()) {
            shares.answered(sequence.terms().user());
        }
        if (sequence.remaining() == 0) {
            sequence.phase(SequencePhase.DECODE);
        }
    }

    /** Ends a sequence, whatever its phase, and frees its blocks and features at once. */
    void remove(Sequence sequence) {
        if (running.remove(sequence) || waiting.remove(sequence)) {
            shares.leave(sequence.terms().user());
        }
        sequence.phase(SequencePhase.FINISHED);
        sequence.blocks().release();
        sequence.pictures().close();
    }

    /**
     * Tokens of one sequence in a step.
     *
     * @param start the position of the first
     * @param decode whether it is the newest token of an answer, and not a piece of a prompt
     */
    record Slice(Sequence sequence, int start, int count, boolean decode) {

        /** Whether these are all the tokens that the sequence has, so that the next can be chosen. */
        boolean last() {
            return start + count == sequence.length();
        }
    }
}
