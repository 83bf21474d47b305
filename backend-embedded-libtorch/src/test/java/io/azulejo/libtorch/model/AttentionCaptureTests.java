package io.azulejo.libtorch.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.language.AttentionProbe;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Against what transformers tells of its attention; see src/test/python/make_attention.py. */
class AttentionCaptureTests {

    private static final int BLOCK_SIZE = 8;
    private static final int[] SCATTERED = {9, 2, 15, 4, 11, 0, 7, 13};

    static Stream<String> families() {
        return Golden.FAMILIES.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void attentionOfAnAnswerInOneStepIsTheReferences(String family) {
        assertAttention(family, 1000, 1e-4f, DataType.FLOAT32);
    }

    @ParameterizedTest
    @MethodSource("families")
    void attentionOfAnAnswerInPiecesIsTheReferences(String family) {
        assertAttention(family, 7, 1e-4f, DataType.FLOAT32);
    }

    @ParameterizedTest
    @MethodSource("families")
    void attentionInBfloat16IsNearTheReferences(String family) {
        assertAttention(family, 16, 0.05f, DataType.BFLOAT16);
    }

    @Test
    void attentionWhenAnotherSequenceSharesTheStepThenIsTheSame() {
        Golden golden = Golden.of("nvlm-d");
        float[] expected = Golden.of("nvlm-d", "attention.safetensors").values("attention");
        try (VisionLanguageModel model = load(golden, DataType.FLOAT32);
                KvCache cache = model.newKvCache(16, BLOCK_SIZE, CacheFormat.AS_COMPUTED);
                Tensor features = Sequences.features(model, golden)) {
            int[] ids = conversation(golden);
            int[] flat = IntStream.concat(IntStream.of(30, 31, 32), Arrays.stream(ids)).toArray();
            int[] positions = IntStream.concat(IntStream.range(0, 3), IntStream.range(0, ids.length)).toArray();
            StepBatch batch = new StepBatch(flat, positions, new int[]{0, 3, flat.length},
                    List.of(new int[]{1}, SCATTERED), new int[]{3, ids.length},
                    Sequences.spans(model, golden, features, 0, ids.length, 3), new int[0]);
            int first = golden.ids().length - 1;
            AttentionCapture capture = new AttentionCapture(batch, model.config().layers(),
                    List.of(new AttentionCapture.Rows(0, 1), new AttentionCapture.Rows(1, first)));

            model.forward(batch, cache, capture).close();

            assertRows(capture.weights(1), 0, ids.length, expected, 1e-4f);
            assertThat(capture.weights(0)).hasNumberOfRows(2);
            assertThat(capture.weights(0)[0]).hasSize(2);
            assertThat(sum(capture.weights(0)[1])).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void logitsWhenSomebodyLooksThenAreBitByBitTheSame() {
        Golden golden = Golden.of("internvl3-qwen2");
        int[] ids = golden.ids();
        float[][] logits = new float[2][];
        for (int look = 0; look < 2; look++) {
            try (VisionLanguageModel model = load(golden, DataType.FLOAT32);
                    KvCache cache = model.newKvCache(16, BLOCK_SIZE, CacheFormat.AS_COMPUTED);
                    Tensor features = Sequences.features(model, golden)) {
                StepBatch batch = Sequences.piece(ids, 0, ids.length, SCATTERED,
                        Sequences.spans(model, golden, features, 0, ids.length, 0), new int[]{ids.length - 1});
                AttentionProbe probe = look == 0
                        ? null
                        : new AttentionCapture(batch, model.config().layers(),
                                List.of(new AttentionCapture.Rows(0, 0)));
                try (Tensor out = model.forward(batch, cache, probe)) {
                    logits[look] = Tensors.toFloats(out);
                }
            }
        }
        assertThat(logits[1]).containsExactly(logits[0]);
    }

    private static void assertAttention(String family, int pieceLength, float tolerance, DataType type) {
        Golden golden = Golden.of(family);
        float[] expected = Golden.of(family, "attention.safetensors").values("attention");
        int[] ids = conversation(golden);
        int first = golden.ids().length - 1;
        Tensor features = null;
        try (VisionLanguageModel model = load(golden, type);
                KvCache cache = model.newKvCache(16, BLOCK_SIZE, CacheFormat.AS_COMPUTED)) {
            features = golden.has("pixels") ? Sequences.features(model, golden) : null;
            for (int from = 0; from < ids.length; from += pieceLength) {
                int to = Math.min(ids.length, from + pieceLength);
                StepBatch batch = Sequences.piece(ids, from, to, SCATTERED,
                        features == null ? List.of() : Sequences.spans(model, golden, features, from, to, 0),
                        new int[0]);
                if (to <= first) {
                    model.forward(batch, cache).close();
                    continue;
                }
                int skipped = Math.max(0, first - from);
                AttentionCapture capture = new AttentionCapture(batch, model.config().layers(),
                        List.of(new AttentionCapture.Rows(0, skipped)));
                model.forward(batch, cache, capture).close();
                assertRows(capture.weights(0), from + skipped - first, ids.length, expected, tolerance);
            }
        } finally {
            if (features != null) {
                features.close();
            }
        }
    }

    private static void assertRows(float[][] actual, int firstRow, int context, float[] expected, float tolerance) {
        for (int row = 0; row < actual.length; row++) {
            assertThat(sum(actual[row])).isCloseTo(1, within(1e-4));
            float[] reference = Arrays.copyOfRange(expected, (firstRow + row) * context,
                    (firstRow + row) * context + actual[row].length);
            assertThat(actual[row]).as("row %d", firstRow + row).containsExactly(reference, within(tolerance));
        }
    }

    /** The prompt and the greedy answer without its last token, which nothing follows. */
    private static int[] conversation(Golden golden) {
        int[] answer = golden.greedyTokens();
        return IntStream.concat(Arrays.stream(golden.ids()), Arrays.stream(answer).limit(answer.length - 1L)).toArray();
    }

    private static VisionLanguageModel load(Golden golden, DataType type) {
        return VisionLanguageModel.load(golden.checkpoint(), LoadSettings.defaults().withType(type));
    }

    private static double sum(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
    }
}
