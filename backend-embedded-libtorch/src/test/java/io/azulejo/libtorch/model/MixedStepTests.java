package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Several sequences in one step, prompts in pieces, blocks anywhere: all of it must give what one whole prompt gives. */
class MixedStepTests {

    private static final int BLOCK_SIZE = 4;

    private final Golden golden = Golden.of("nvlm-d");
    private final int[] ids = golden.ids();
    private VisionLanguageModel model;
    private KvCache cache;
    private Tensor features;
    private float[] expected;
    private int vocabulary;

    @BeforeEach
    void load() {
        model = VisionLanguageModel.load(golden.checkpoint(), LoadSettings.defaults().withType(DataType.FLOAT32));
        cache = model.newKvCache(64, BLOCK_SIZE, CacheFormat.AS_COMPUTED);
        features = Sequences.features(model, golden);
        expected = golden.values("logits");
        vocabulary = model.config().vocabularySize();
    }

    @AfterEach
    void close() {
        features.close();
        cache.close();
        model.close();
    }

    private float[] run(StepBatch batch) {
        try (Tensor logits = model.forward(batch, cache)) {
            assertThat(logits.size(0)).isEqualTo(batch.logitRows().length);
            assertThat(logits.size(1)).isEqualTo(vocabulary);
            return Tensors.toFloats(logits);
        }
    }

    private void assertLogits(float[] actual, int actualRow, int position) {
        for (int i = 0; i < vocabulary; i++) {
            assertThat(actual[actualRow * vocabulary + i]).isCloseTo(expected[position * vocabulary + i],
                    within(1e-3f));
        }
    }

    private StepBatch piece(int from, int to, int[] blocks) {
        return Sequences.piece(ids, from, to, blocks, Sequences.spans(model, golden, features, from, to, 0),
                IntStream.range(0, to - from).toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 7, 16})
    void promptInPiecesGivesTheLogitsOfTheWhole(int length) {
        int[] blocks = IntStream.range(0, 16).toArray();
        for (int from = 0; from < ids.length; from += length) {
            int to = Math.min(from + length, ids.length);
            float[] logits = run(piece(from, to, blocks));
            for (int position = from; position < to; position++) {
                assertLogits(logits, position - from, position);
            }
        }
    }

    @Test
    void blocksInAnyOrderGiveTheSame() {
        int[] blocks = {40, 3, 17, 18, 2, 63, 0, 9, 8, 7};
        run(piece(0, 10, blocks));
        float[] logits = run(piece(10, ids.length, blocks));
        for (int position = 10; position < ids.length; position++) {
            assertLogits(logits, position - 10, position);
        }
    }

    @Test
    void prefillPieceDecodeAndFreshPromptShareAStep() {
        int[] first = {5, 4, 30, 31, 32, 33, 34, 35, 36};
        int[] second = {10, 50, 51, 52, 53, 54, 55, 56, 57};
        int[] third = {20, 21, 22, 23, 24, 25, 26, 27, 28};
        int last = ids.length - 1;
        run(piece(0, last, first));
        run(piece(0, 6, second));

        // A decode of the first sequence, a middle piece of the second, all of the third.
        List<Integer> flat = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<FeatureSpan> spans = new ArrayList<>();
        int[][] ranges = {{last, last + 1}, {6, 17}, {0, ids.length}};
        int[] starts = new int[4];
        for (int i = 0; i < 3; i++) {
            starts[i] = flat.size();
            spans.addAll(Sequences.spans(model, golden, features, ranges[i][0], ranges[i][1], starts[i]));
            for (int position = ranges[i][0]; position < ranges[i][1]; position++) {
                flat.add(ids[position]);
                positions.add(position);
            }
        }
        starts[3] = flat.size();
        int[] rows = {starts[3] - 1, 0, starts[1], starts[2] - 1};
        float[] logits = run(new StepBatch(flat.stream().mapToInt(i -> i).toArray(),
                positions.stream().mapToInt(i -> i).toArray(), starts, List.of(first, second, third),
                new int[]{last + 1, 17, ids.length}, spans, rows));

        assertLogits(logits, 0, last);
        assertLogits(logits, 1, last);
        assertLogits(logits, 2, 6);
        assertLogits(logits, 3, 16);
    }

    @Test
    void stepWhenNoLogitsAreWantedThenNoneComeButTheCacheIsFilled() {
        int[] blocks = IntStream.range(0, 16).toArray();
        int last = ids.length - 1;
        StepBatch quiet = Sequences.piece(ids, 0, last, blocks,
                Sequences.spans(model, golden, features, 0, last, 0), new int[0]);
        assertThat(run(quiet)).isEmpty();
        assertLogits(run(piece(last, last + 1, blocks)), 0, last);
    }

    @Test
    void sequencesDoNotSeeEachOther() {
        int[] other = ids.clone();
        Arrays.fill(other, 11);
        int[] flat = IntStream.concat(Arrays.stream(other), Arrays.stream(ids)).toArray();
        int[] positions = IntStream.range(0, 2 * ids.length).map(i -> i % ids.length).toArray();
        float[] logits = run(new StepBatch(flat, positions, new int[]{0, ids.length, 2 * ids.length},
                List.of(IntStream.range(0, 16).toArray(), IntStream.range(16, 32).toArray()),
                new int[]{ids.length, ids.length},
                Sequences.spans(model, golden, features, 0, ids.length, ids.length), new int[]{flat.length - 1}));
        assertLogits(logits, 0, ids.length - 1);
    }

    @Test
    void tilesAreEncodedAloneAsTheyAreTogether() {
        try (Tensor second = model.encodeTiles(FloatBuffer.wrap(golden.values("pixels")), 1, 1)) {
            float[] all = Tensors.toFloats(features);
            int tile = all.length / golden.tileStarts().length;
            assertThat(Tensors.toFloats(second)).containsExactly(Arrays.copyOfRange(all, tile, 2 * tile));
        }
    }
}
