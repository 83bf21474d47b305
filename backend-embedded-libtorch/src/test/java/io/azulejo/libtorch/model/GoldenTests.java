package io.azulejo.libtorch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.tensor.WeightFormat;

import static org.assertj.core.api.Assertions.assertThat;

/** Every family against the values of an independent reference; see src/test/python/make_golden.py. */
class GoldenTests {

    private static final double FLOAT32_TOLERANCE = 1e-3;
    private static final int BLOCK_SIZE = 8;

    static Stream<String> families() {
        return Golden.FAMILIES.stream();
    }

    static Stream<String> familiesWithPictures() {
        return Golden.FAMILIES.stream().filter(family -> Golden.of(family).has("pixels"));
    }

    @ParameterizedTest
    @MethodSource("familiesWithPictures")
    void featuresInFloat32AreTheReferences(String family) {
        Golden golden = Golden.of(family);
        try (VisionLanguageModel model = load(golden, DataType.FLOAT32);
                Tensor features = Sequences.features(model, golden)) {
            assertThat(largestDifference(Tensors.toFloats(features), golden.values("features")))
                    .isLessThan(FLOAT32_TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void logitsAndGreedyTokensInFloat32AreTheReferences(String family) {
        Golden golden = Golden.of(family);
        try (VisionLanguageModel model = load(golden, DataType.FLOAT32)) {
            Run run = run(model, golden);
            assertThat(largestDifference(run.logits(), golden.values("logits"))).isLessThan(FLOAT32_TOLERANCE);
            assertThat(run.tokens()).isEqualTo(golden.greedyTokens());
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void logitsInBfloat16AreAsNearToFloat32AsTheReferencesOwn(String family) {
        Golden golden = Golden.of(family);
        try (VisionLanguageModel model = load(golden, DataType.BFLOAT16)) {
            double deviation = deviation(run(model, golden).logits(), golden.values("logits"));
            assertThat(deviation).isBetween(0.1 * golden.bfloat16Deviation("logits"),
                    1.5 * golden.bfloat16Deviation("logits"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nvlm-d", "internvl3-qwen2", "qwen2"})
    void weightsStoredInBfloat16AreThereAsTheyAreBesideFloat32(String family) {
        Golden golden = Golden.of(family);
        Run run = run(golden, WeightFormat.BFLOAT16);
        assertThat(largestDifference(run.logits(), golden.values("logits"))).isLessThan(FLOAT32_TOLERANCE);
        assertThat(run.tokens()).isEqualTo(golden.greedyTokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl2-qwen2", "internvl2-llama3", "llama3"})
    void weightsRoundedToBfloat16BesideFloat32LoseLessThanAllInBfloat16(String family) {
        Golden golden = Golden.of(family);
        assertThat(deviation(run(golden, WeightFormat.BFLOAT16).logits(), golden.values("logits")))
                .isBetween(0.1 * golden.bfloat16Deviation("logits"), 0.5 * golden.bfloat16Deviation("logits"));
    }

    @ParameterizedTest
    @MethodSource("families")
    void keysAndValuesInInt8LoseLittle(String family) {
        Golden golden = Golden.of(family);
        int[] ids = golden.ids();
        int half = ids.length / 2;
        int[] blocks = IntStream.range(0, 12).toArray();
        try (VisionLanguageModel model = load(golden, DataType.FLOAT32);
                Tensor features = golden.has("pixels") ? Sequences.features(model, golden) : new Tensor();
                KvCache cache = model.newKvCache(blocks.length, BLOCK_SIZE, CacheFormat.INT8)) {
            // The rest of the prompt reads its first half, and the last row all, from the cache.
            List<float[]> logits = new ArrayList<>();
            for (int[] piece : new int[][]{{0, half}, {half, ids.length - 1}, {ids.length - 1, ids.length}}) {
                List<FeatureSpan> spans = golden.has("pixels")
                        ? Sequences.spans(model, golden, features, piece[0], piece[1], 0)
                        : List.of();
                try (Tensor out = model.forward(Sequences.piece(ids, piece[0], piece[1], blocks, spans,
                        IntStream.range(0, piece[1] - piece[0]).toArray()), cache)) {
                    logits.add(Tensors.toFloats(out));
                }
            }
            float[] expected = golden.values("logits");
            int vocabulary = model.config().vocabularySize();
            double bfloat16 = golden.bfloat16Deviation("logits");
            assertThat(deviation(logits.get(1),
                    Arrays.copyOfRange(expected, half * vocabulary, (ids.length - 1) * vocabulary)))
                    .isBetween(0.01 * bfloat16, bfloat16);
            assertThat(deviation(logits.get(2),
                    Arrays.copyOfRange(expected, (ids.length - 1) * vocabulary, ids.length * vocabulary)))
                    .isBetween(0.01 * bfloat16, bfloat16);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void weightsInFewerBitsLoseAsMuchAsTheirBitsExplain(String family) {
        Golden golden = Golden.of(family);
        double int8 = deviation(run(golden, WeightFormat.INT8).logits(), golden.values("logits"));
        double int4 = deviation(run(golden, WeightFormat.INT4).logits(), golden.values("logits"));
        double bfloat16 = golden.bfloat16Deviation("logits");
        assertThat(int8).isBetween(0.1 * bfloat16, 2.5 * bfloat16);
        // Four bits less: sixteen times as coarse.
        assertThat(int4).isBetween(6 * int8, 32 * int8);
    }

    private static Run run(Golden golden, WeightFormat format) {
        try (VisionLanguageModel model = VisionLanguageModel.load(golden.checkpoint(),
                LoadSettings.defaults().withType(DataType.FLOAT32).withWeights(format, format))) {
            return run(model, golden);
        }
    }

    private static VisionLanguageModel load(Golden golden, DataType type) {
        return VisionLanguageModel.load(golden.checkpoint(), LoadSettings.defaults().withType(type));
    }

    @SuppressWarnings("ArrayRecordComponent") // two results of one call, never compared as a whole
    private record Run(float[] logits, int[] tokens) {}

    /** The whole prompt in one step, then greedy tokens. */
    private static Run run(VisionLanguageModel model, Golden golden) {
        int[] ids = golden.ids();
        int[] blocks = IntStream.range(0, 12).toArray();
        Tensor features = golden.has("pixels") ? Sequences.features(model, golden) : null;
        try (KvCache cache = model.newKvCache(blocks.length, BLOCK_SIZE, CacheFormat.AS_COMPUTED)) {
            List<FeatureSpan> spans = features == null
                    ? List.of()
                    : Sequences.spans(model, golden, features, 0, ids.length, 0);
            StepBatch prompt = Sequences.piece(ids, 0, ids.length, blocks, spans,
                    IntStream.range(0, ids.length).toArray());
            float[] logits;
            try (Tensor out = model.forward(prompt, cache)) {
                logits = Tensors.toFloats(out);
            }
            int vocabulary = model.config().vocabularySize();
            int first = Sequences.argmax(logits, (ids.length - 1) * vocabulary, vocabulary);
            return new Run(logits, Sequences.greedy(model, cache, blocks, ids, first, golden.greedyTokens().length));
        } finally {
            if (features != null) {
                features.close();
            }
        }
    }

    private static double largestDifference(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        return IntStream.range(0, actual.length).mapToDouble(i -> Math.abs((double) actual[i] - expected[i])).max()
                .orElseThrow();
    }

    private static double deviation(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        return Math.sqrt(IntStream.range(0, actual.length)
                .mapToDouble(i -> Math.pow((double) actual[i] - expected[i], 2)).average().orElseThrow());
    }
}
