package io.azulejo.libtorch.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A step in parts that follow each other through a model on several GPUs
 * ({@link io.azulejo.libtorch.language.LanguageModel#forward}). A later part of a sequence reads what an earlier one left in
 * the cache of the same layer, which is on the same GPU.
 */
final class MicroBatches {

    /** Rows below which a GPU waits for its memory and not for arithmetic: parts would read the weights once more each. */
    private static final int FEWEST_ROWS = 64;
    /** Parts for each GPU: with p parts for each, a share of 1 in p + 1 of the time is lost at the ends. */
    private static final int PARTS = 2;

    private MicroBatches() {}

    /** @param devices GPUs that the decoder is spread over */
    static List<StepBatch> of(StepBatch batch, int devices) {
        int rows = Math.max(FEWEST_ROWS, Math.ceilDiv(batch.tokens(), PARTS * Math.max(1, devices)));
        if (devices < 2 || batch.tokens() <= rows) {
            return List.of(batch);
        }
        List<StepBatch> parts = new ArrayList<>();
        for (int from = 0; from < batch.tokens(); from += rows) {
            parts.add(part(batch, from, Math.min(batch.tokens(), from + rows)));
        }
        return parts;
    }

    /** The tokens from one up to another; of the rows whose logits are wanted those among them, in their order. */
    static StepBatch part(StepBatch batch, int from, int to) {
        List<int[]> tables = new ArrayList<>();
        IntStream.Builder starts = IntStream.builder().add(0);
        IntStream.Builder contexts = IntStream.builder();
        for (int i = 0; i < batch.sequences(); i++) {
            int end = Math.min(batch.queryStarts()[i + 1], to);
            if (batch.queryStarts()[i] < to && end > from) {
                tables.add(batch.blockTables().get(i));
                starts.add(end - from);
                contexts.add(batch.positions()[end - 1] + 1);
            }
        }
        return new StepBatch(Arrays.copyOfRange(batch.ids(), from, to), Arrays.copyOfRange(batch.positions(), from, to),
                starts.build().toArray(), tables, contexts.build().toArray(), features(batch.features(), from, to),
                Arrays.stream(batch.logitRows()).filter(row -> row >= from && row < to).map(row -> row - from).sorted()
                        .toArray());
    }

    private static List<FeatureSpan> features(List<FeatureSpan> spans, int from, int to) {
        List<FeatureSpan> cut = new ArrayList<>();
        for (FeatureSpan span : spans) {
            int begin = Math.max(span.tokenStart(), from);
            int end = Math.min(span.tokenStart() + span.length(), to);
            if (begin < end) {
                cut.add(new FeatureSpan(span.features(), span.rowStart() + begin - span.tokenStart(), begin - from,
                        end - begin));
            }
        }
        return cut;
    }
}
