package io.azulejo.libtorch.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/** Steps as an engine would make them, for tests. */
final class Sequences {

    private Sequences() {}

    /** Picture features of a golden prompt, or null where the family has no eyes. */
    static Tensor features(VisionLanguageModel model, Golden golden) {
        return model.encodeTiles(FloatBuffer.wrap(golden.values("pixels")), 0, golden.tileStarts().length);
    }

    /** The spans of a golden prompt's tiles that fall in the piece from one position up to another. */
    static List<FeatureSpan> spans(VisionLanguageModel model, Golden golden, Tensor features, int from, int to,
            int flatStart) {
        List<FeatureSpan> spans = new ArrayList<>();
        int[] starts = golden.tileStarts();
        for (int tile = 0; tile < starts.length; tile++) {
            int perTile = model.config().visionIfPresent().orElseThrow().tokensPerTile();
            int begin = Math.max(starts[tile], from);
            int end = Math.min(starts[tile] + perTile, to);
            if (begin < end) {
                spans.add(new FeatureSpan(features, tile * perTile + begin - starts[tile], flatStart + begin - from,
                        end - begin));
            }
        }
        return spans;
    }

    /** One sequence's piece from one position up to another, with the logits of its last row. */
    static StepBatch piece(int[] ids, int from, int to, int[] blocks, List<FeatureSpan> features, int[] logitRows) {
        return new StepBatch(Arrays.copyOfRange(ids, from, to), IntStream.range(from, to).toArray(),
                new int[]{0, to - from}, List.of(blocks), new int[]{to}, features, logitRows);
    }

    /** Greedy tokens after a prompt, one row at a time. */
    static int[] greedy(VisionLanguageModel model, KvCache cache, int[] blocks, int[] ids, int next, int count) {
        int[] tokens = new int[count];
        int[] all = Arrays.copyOf(ids, ids.length + count);
        tokens[0] = next;
        for (int i = 0; i + 1 < count; i++) {
            int at = ids.length + i;
            all[at] = tokens[i];
            try (TensorScope _ = TensorScope.open()) {
                Tensor logits = model.forward(piece(all, at, at + 1, blocks, List.of(), new int[]{0}), cache);
                tokens[i + 1] = argmax(Tensors.toFloats(logits), 0, model.config().vocabularySize());
                logits.close();
            }
        }
        return tokens;
    }

    static int argmax(float[] values, int start, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[start + i] > values[start + best]) {
                best = i;
            }
        }
        return best;
    }
}
