package io.azulejo.libtorch.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Steps in parts, as they go through several GPUs; here one behind the other on the CPU. */
class MicroBatchesTests {

    /** A long prompt, a row that decodes, and a short prompt. */
    private static StepBatch step(int longRows, int shortRows, int... logitRows) {
        int[] starts = {0, longRows, longRows + 1, longRows + 1 + shortRows};
        int[] positions = new int[starts[3]];
        for (int i = 0; i < longRows; i++) {
            positions[i] = i;
        }
        positions[longRows] = 9;
        for (int i = 0; i < shortRows; i++) {
            positions[longRows + 1 + i] = i;
        }
        return new StepBatch(IntStream.range(0, starts[3]).map(i -> i * 7 % 50).toArray(), positions, starts,
                List.of(IntStream.range(0, 100).toArray(), IntStream.range(100, 110).toArray(),
                        IntStream.range(110, 120).toArray()),
                new int[]{longRows, 10, shortRows}, List.of(), logitRows);
    }

    @Test
    void oneGpuGetsTheStepWhole() {
        StepBatch batch = step(300, 5, 299);

        assertThat(MicroBatches.of(batch, 1)).containsExactly(batch);
    }

    @Test
    void fewRowsStayTogetherSinceEachPartReadsAllWeights() {
        StepBatch batch = step(58, 5, 57);

        assertThat(MicroBatches.of(batch, 4)).containsExactly(batch);
    }

    @Test
    void twoPartsForEachGpuHoldAllTokensInOrder() {
        StepBatch batch = step(390, 5, 389, 390, 395);

        List<StepBatch> parts = MicroBatches.of(batch, 2);

        assertThat(parts).extracting(StepBatch::tokens).containsExactly(99, 99, 99, 99);
        assertThat(parts.stream().flatMapToInt(part -> Arrays.stream(part.ids())).toArray()).isEqualTo(batch.ids());
        assertThat(parts.getFirst().contextLengths()).containsExactly(99);
        assertThat(parts.getLast().queryStarts()).containsExactly(0, 93, 94, 99);
        assertThat(parts.getLast().contextLengths()).containsExactly(390, 10, 5);
        assertThat(parts.getLast().logitRows()).containsExactly(92, 93, 98);
    }

    @Test
    void partsGiveTheLogitsOfTheWholeInTheOrderAskedFor() {
        Golden golden = Golden.of("nvlm-d");
        int[] ids = golden.ids();
        int[] blocks = IntStream.range(0, 16).toArray();
        int[] rows = {ids.length - 1, 2, 9, 2};
        try (VisionLanguageModel model = VisionLanguageModel.load(golden.checkpoint(),
                LoadSettings.defaults().withType(DataType.FLOAT32));
                Tensor features = Sequences.features(model, golden);
                KvCache wholes = model.newKvCache(16, 4, CacheFormat.AS_COMPUTED);
                KvCache parts = model.newKvCache(16, 4, CacheFormat.AS_COMPUTED)) {
            StepBatch batch = Sequences.piece(ids, 0, ids.length, blocks,
                    Sequences.spans(model, golden, features, 0, ids.length, 0), rows);
            // Within a tile's features, and right behind a row whose logits are wanted.
            int cut = golden.tileStarts()[1] + 1;
            try (Tensor whole = model.forward(batch, wholes);
                    Tensor inParts = model.forward(List.of(MicroBatches.part(batch, 0, 3),
                            MicroBatches.part(batch, 3, cut), MicroBatches.part(batch, cut, ids.length)), rows, parts,
                            null)) {
                assertThat(Tensors.toFloats(inParts)).containsExactly(Tensors.toFloats(whole), within(1e-4f));
            }
        }
    }
}
