package io.azulejo.libtorch.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.azulejo.api.error.BackendException;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.backend.support.Terms;
import io.azulejo.libtorch.kvcache.BlockPool;
import io.azulejo.libtorch.kvcache.BlockTable;
import io.azulejo.libtorch.kvcache.PrefixIndex;
import io.azulejo.libtorch.sampling.Sampler;
import io.azulejo.libtorch.sampling.StopCondition;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulerTests {

    private static final int BLOCK_SIZE = 4;

    private final PrefixIndex<BlockContent> index = new PrefixIndex<>(10);
    private final BlockPool pool = new BlockPool(10, index::forget);
    private final EngineSettings settings = settings(10, 3, 8);
    private final Scheduler scheduler = scheduler(index, pool, settings);

    @Test
    void promptWhenLongerThanAStepThenIsComputedInPieces() {
        Sequence sequence = sequence(0, 20);
        scheduler.add(sequence);

        assertThat(stepLengths()).containsExactly(8);
        assertThat(stepLengths()).containsExactly(8);
        assertThat(stepLengths()).containsExactly(4);
        assertThat(sequence.phase()).isEqualTo(SequencePhase.DECODE);
    }

    @Test
    void decodesAndPrefillPiecesShareAStep() {
        Sequence first = sequence(0, 4);
        scheduler.add(first);
        stepLengths();
        first.append(1);
        scheduler.add(sequence(1, 10));
        scheduler.add(sequence(2, 3));

        assertThat(stepLengths()).as("one decode, and seven of the older prompt").containsExactly(1, 7);
        first.append(1);
        assertThat(stepLengths()).containsExactly(1, 3, 3);
    }

    @Test
    void sequencesAreAdmittedInTheOrderOfArrivalAndNoneOvertakesOneThatDoesNotFit() {
        scheduler.add(sequence(0, 24));
        scheduler.add(sequence(1, 24));
        scheduler.add(sequence(2, 1));

        scheduler.schedule(settings.stepTokens());

        assertThat(scheduler.running()).isEqualTo(1);
        assertThat(scheduler.waiting()).isEqualTo(2);
    }

    @Test
    void newestWhenNoBlockIsLeftThenIsPreemptedAndComputesAgainWhatItLost() {
        Sequence old = sequence(0, 16);
        Sequence young = sequence(1, 15);
        scheduler.add(old);
        scheduler.add(young);
        while (old.phase() != SequencePhase.DECODE || young.phase() != SequencePhase.DECODE) {
            stepLengths();
        }
        young.append(7);
        for (int i = 0; i < 9; i++) {
            old.append(1);
            old.advance(1);
        }
        old.append(1);
        // 26 positions take 7 of the 10 blocks; the young one holds 4.

        assertThat(scheduler.schedule(settings.stepTokens())).extracting(Scheduler.Slice::sequence)
                .containsExactly(old);
        assertThat(young.phase()).isEqualTo(SequencePhase.WAITING);
        assertThat(scheduler.preemptions()).isEqualTo(1);
        assertThat(young.remaining()).isEqualTo(16);

        scheduler.remove(old);
        // Of its four blocks the last was not full; the others are found again.
        assertThat(scheduler.schedule(settings.stepTokens())).containsExactly(new Scheduler.Slice(young, 12, 4, false));
    }

    @Test
    void waitingAreAdmittedByPriorityThenFromTheUserServedLeastThenByArrival() {
        Scheduler one = scheduler(index, pool, settings(10, 1, 8));
        Sequence[] sequences = {of(0, "ann", 0, 8), of(1, "ann", 0, 1), of(2, "bob", 0, 2), of(3, "bob", 0, 2),
                of(4, "ann", 0, 1), of(5, "cat", 1, 6)};
        for (Sequence sequence : sequences) {
            one.add(sequence);
        }
        List<Long> order = new ArrayList<>();
        for (List<Scheduler.Slice> step = one.schedule(8); !step.isEmpty(); step = one.schedule(8)) {
            step.forEach(one::computed);
            order.add(step.getFirst().sequence().arrival());
            one.remove(step.getFirst().sequence());
        }
        // Ann's long prompt counts against her until Bob has had as much.
        assertThat(order).containsExactly(5L, 0L, 2L, 3L, 1L, 4L);
    }

    @Test
    void sequenceOfTheLowestPriorityIsPreemptedFirstAndComesBackBeforeItsEquals() {
        Sequence low = of(0, "ann", 0, 16);
        Sequence high = of(1, "bob", 1, 16);
        scheduler.add(low);
        scheduler.add(high);
        while (low.phase() != SequencePhase.DECODE || high.phase() != SequencePhase.DECODE) {
            stepLengths();
        }
        for (int i = 0; i < 9; i++) {
            high.append(1);
            high.advance(i < 8 ? 1 : 0);
        }
        low.append(1);
        assertThat(scheduler.schedule(8)).extracting(Scheduler.Slice::sequence).containsExactly(high);
        scheduler.add(of(2, "cat", 0, 1));

        scheduler.remove(high);

        assertThat(scheduler.schedule(8).getFirst().sequence()).isSameAs(low);
    }

    private Sequence of(long arrival, String user, int priority, int length) {
        return sequence(pool, arrival, IntStream.range(0, length).map(i -> 1000 * (int) arrival + i).toArray(),
                new Terms(user, priority, null));
    }

    @Test
    void removeWhenWaitingOrRunningThenFreesAtOnce() {
        Sequence running = sequence(0, 10);
        Sequence waiting = sequence(1, 40);
        scheduler.add(running);
        scheduler.add(waiting);
        scheduler.schedule(settings.stepTokens());
        assertThat(pool.free()).isEqualTo(7);

        scheduler.remove(running);
        scheduler.remove(waiting);

        assertThat(pool.free()).isEqualTo(10);
        assertThat(scheduler.all()).isEmpty();
    }

    @Test
    void randomArrivalsAndCancelsLoseNoBlockShareNoneAndAllFinish() {
        for (int seed = 0; seed < 200; seed++) {
            new RandomRun(seed).run();
        }
    }

    /** One random history of a scheduler, with every promise checked at every step. */
    private static final class RandomRun {

        private final Random random;
        private final BlockPool pool;
        private final EngineSettings settings;
        private final Scheduler scheduler;
        private final List<Sequence> live = new ArrayList<>();
        private int arrivals;

        RandomRun(int seed) {
            random = new Random(seed);
            int blocks = 3 + random.nextInt(30);
            int maxSequences = 1 + random.nextInt(5);
            settings = settings(blocks, maxSequences, maxSequences + random.nextInt(20));
            PrefixIndex<BlockContent> index = new PrefixIndex<>(blocks);
            pool = new BlockPool(blocks, index::forget);
            scheduler = scheduler(index, pool, settings);
        }

        void run() {
            int idle = 0;
            for (int step = 0; step < 5000 && (arrivals < 40 || !live.isEmpty()); step++) {
                if (arrivals < 40 && random.nextInt(3) == 0) {
                    Sequence sequence = sequence(pool, arrivals++, prompt(),
                            new Terms("user" + random.nextInt(3), random.nextInt(3), null));
                    live.add(sequence);
                    scheduler.add(sequence);
                }
                if (!live.isEmpty() && random.nextInt(12) == 0) {
                    end(live.get(random.nextInt(live.size())));
                }
                List<Scheduler.Slice> slices = scheduler.schedule(settings.stepTokens());
                check(slices);
                idle = slices.isEmpty() && !live.isEmpty() ? idle + 1 : 0;
                assertThat(idle).as("something runs while somebody waits").isZero();
                slices.forEach(this::compute);
            }
            assertThat(live).as("everybody finished").isEmpty();
            assertThat(pool.free()).isEqualTo(pool.total());
        }

        /** One of a few beginnings, and a tail of its own. */
        private int[] prompt() {
            int length = 1 + random.nextInt(settings.capacity() - 1);
            int shared = random.nextInt(length + 1);
            int beginning = random.nextInt(3);
            return IntStream.range(0, length).map(i -> i < shared ? beginning : random.nextInt(10)).toArray();
        }

        private void compute(Scheduler.Slice slice) {
            Sequence sequence = slice.sequence();
            boolean last = slice.last();
            scheduler.computed(slice);
            if (last) {
                sequence.append(1);
                if (sequence.length() >= settings.capacity() || random.nextInt(10) == 0) {
                    end(sequence);
                }
            }
        }

        private void end(Sequence sequence) {
            live.remove(sequence);
            scheduler.remove(sequence);
        }

        private void check(List<Scheduler.Slice> slices) {
            Map<Integer, List<Integer>> holds = new HashMap<>();
            Map<Integer, Integer> references = new HashMap<>();
            int holders = 0;
            for (Sequence sequence : live) {
                int[] blocks = sequence.blocks().blocks();
                holders += blocks.length > 0 ? 1 : 0;
                for (int i = 0; i < blocks.length; i++) {
                    int block = blocks[i];
                    boolean full = (i + 1) * BLOCK_SIZE <= sequence.computed();
                    // All tokens up to its end say what a full block holds; nobody may have one that is being filled.
                    List<Integer> tokens = full
                            ? Arrays.stream(sequence.ids(0, (i + 1) * BLOCK_SIZE)).boxed().toList()
                            : List.of(-1, references.size());
                    assertThat(holds.merge(block, tokens, (known, _) -> known)).as("block %d", block)
                            .isEqualTo(tokens);
                    references.merge(block, 1, Integer::sum);
                }
            }
            references.forEach((block, count) -> assertThat(pool.references(block)).isEqualTo(count));
            assertThat(references.size() + pool.free()).as("no block is lost").isEqualTo(pool.total());
            assertThat(holders).isLessThanOrEqualTo(settings.maxSequences());
            assertThat(slices.stream().mapToInt(Scheduler.Slice::count).sum())
                    .isLessThanOrEqualTo(settings.stepTokens());
            for (Scheduler.Slice slice : slices) {
                assertThat(slice.sequence().blocks().size() * BLOCK_SIZE)
                        .isGreaterThanOrEqualTo(slice.start() + slice.count());
                assertThat(slice.start()).isEqualTo(slice.sequence().computed());
            }
        }
    }

    @Test
    void blocksOfABeginningThatAnotherComputedAreTakenOverAndCountedOnce() {
        Sequence first = sequence(0, 20);
        scheduler.add(first);
        stepLengths();
        stepLengths();
        Sequence second = sequence(pool, 1, IntStream.range(0, 19).toArray());
        scheduler.add(second);

        assertThat(stepLengths()).as("the rest of the first; of the second what only it has").containsExactly(4, 3);
        assertThat(second.blocks().blocks()).startsWith(Arrays.copyOf(first.blocks().blocks(), 4));
        assertThat(pool.free()).isEqualTo(10 - 5 - 1);
        scheduler.remove(first);
        assertThat(pool.free()).isEqualTo(10 - 5);
        assertThat(scheduler.prefixTokens()).isEqualTo(16);
    }

    private List<Integer> stepLengths() {
        List<Scheduler.Slice> slices = scheduler.schedule(settings.stepTokens());
        slices.forEach(scheduler::computed);
        return slices.stream().map(Scheduler.Slice::count).toList();
    }

    private Sequence sequence(long arrival, int length) {
        return sequence(pool, arrival, IntStream.range(0, length).map(i -> 1000 * (int) arrival + i).toArray());
    }

    private static EngineSettings settings(int blocks, int maxSequences, int stepTokens) {
        return new EngineSettings("test", blocks, BLOCK_SIZE, maxSequences, 100, 100, stepTokens, 2, true, 0,
                Set.of());
    }

    private static Scheduler scheduler(PrefixIndex<BlockContent> index, BlockPool pool, EngineSettings settings) {
        return new Scheduler(pool, new SharedPrefixes(index, pool, BLOCK_SIZE, true), settings);
    }

    private static Sequence sequence(BlockPool pool, long arrival, int[] prompt) {
        return sequence(pool, arrival, prompt, Terms.USUAL);
    }

    private static Sequence sequence(BlockPool pool, long arrival, int[] prompt, Terms terms) {
        Answer answer = new Answer(new Sampler(SamplingParameters.greedy(), new int[0], null),
                new StopCondition(Set.of(), List.of(), 1000), new LetterDecoder());
        return new Sequence(arrival, prompt, terms, answer, new AnswerListener() {

            @Override
            public void piece(AnswerPiece piece) {}

            @Override
            public void failed(BackendException reason) {}
        }, new SequencePictures(List.of(), new FeatureCache(0)), new BlockTable(pool, BLOCK_SIZE), BLOCK_SIZE, 0,
                null);
    }
}
