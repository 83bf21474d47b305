package io.azulejo.libtorch.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kernel.Parallel;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.model.AttentionCapture;
import io.azulejo.libtorch.model.FeatureSpan;
import io.azulejo.libtorch.model.StepBatch;
import io.azulejo.libtorch.model.TileEncoding;
import io.azulejo.libtorch.model.VisionLanguageModel;

/** Runs a {@link VisionLanguageModel} with its cache, and owns both. */
public final class VisionLanguageModelRunner implements ModelRunner {

    private final VisionLanguageModel model;
    private final KvCache cache;
    /** As many as threads have read rows at the same time. */
    private final Queue<float[]> rowBuffers = new ConcurrentLinkedQueue<>();

    public VisionLanguageModelRunner(VisionLanguageModel model, KvCache cache) {
        this.model = model;
        this.cache = cache;
    }

    @Override
    public Encoding encode(FloatBuffer pixels, int tile) {
        return new TensorEncoding(model.encode(pixels, tile));
    }

    @Override
    public Logits forward(List<Piece> pieces) {
        StepBatch batch = batch(pieces);
        AttentionCapture capture = capture(pieces, batch);
        Tensor logits = model.forward(batch, cache, capture);
        if (capture != null) {
            keep(pieces, capture);
        }
        return new TensorLogits(logits);
    }

    /** What is to be seen of the attention; null in almost every step. */
    private @Nullable AttentionCapture capture(List<Piece> pieces, StepBatch batch) {
        List<AttentionCapture.Rows> wanted = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            int first = firstTraced(pieces.get(i));
            if (first >= 0) {
                wanted.add(new AttentionCapture.Rows(i, first));
            }
        }
        return wanted.isEmpty() ? null : new AttentionCapture(batch, model.config().layers(), wanted);
    }

    private static void keep(List<Piece> pieces, AttentionCapture capture) {
        int index = 0;
        for (Piece piece : pieces) {
            AttentionTrace trace = piece.trace();
            int first = firstTraced(piece);
            if (trace != null && first >= 0) {
                float[][] weights = capture.weights(index++);
                for (int row = 0; row < weights.length; row++) {
                    trace.put(piece.start() + first + row, weights[row]);
                }
            }
        }
    }

    private static int firstTraced(Piece piece) {
        AttentionTrace trace = piece.trace();
        return trace == null ? -1 : trace.firstOf(piece.start(), piece.ids().length);
    }

    /** Lays the pieces out one behind the other. */
    static StepBatch batch(List<Piece> pieces) {
        int tokens = pieces.stream().mapToInt(piece -> piece.ids().length).sum();
        int[] ids = new int[tokens];
        int[] positions = new int[tokens];
        int[] starts = new int[pieces.size() + 1];
        int[] contexts = new int[pieces.size()];
        List<FeatureSpan> features = new ArrayList<>();
        IntStream.Builder rows = IntStream.builder();
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            int length = piece.ids().length;
            System.arraycopy(piece.ids(), 0, ids, at, length);
            for (int token = 0; token < length; token++) {
                positions[at + token] = piece.start() + token;
            }
            for (Span span : piece.features()) {
                features.add(new FeatureSpan(((TensorFeatures) span.features()).tensor(), span.row(),
                        at + span.token(), span.length()));
            }
            contexts[i] = piece.start() + length;
            at += length;
            starts[i + 1] = at;
            if (piece.last()) {
                rows.add(at - 1);
            }
        }
        return new StepBatch(ids, positions, starts, pieces.stream().map(Piece::blocks).toList(), contexts, features,
                rows.build().toArray());
    }

    @Override
    public void close() {
        cache.close();
        model.close();
    }

    private record TensorEncoding(TileEncoding tile) implements Encoding {

        @Override
        public int layersLeft() {
            return tile.layersLeft();
        }

        @Override
        public void advance(int layers) {
            tile.advance(layers);
        }

        @Override
        public TileFeatures features() {
            return new TensorFeatures(tile.features());
        }

        @Override
        public void close() {
            tile.close();
        }
    }

    /** @param tensor [1, tokensPerTile, hidden] */
    private record TensorFeatures(Tensor tensor) implements TileFeatures {

        @Override
        public long bytes() {
            return tensor.nbytes();
        }

        @Override
        public void close() {
            tensor.close();
        }
    }

    private final class TensorLogits implements Logits {

        private final Tensor tensor;

        /** @param tensor float32 on the CPU, [rows, vocabulary] */
        TensorLogits(Tensor tensor) {
            this.tensor = tensor;
        }

        @Override
        public void forEach(RowReader reader) {
            if (tensor.numel() == 0) {
                return; // a piece of a prompt asks for none, and an empty tensor has no memory
            }
            int vocabulary = model.config().vocabularySize();
            long data = tensor.data_ptr().address();
            MemorySegment rows = MemorySegment.ofAddress(data).reinterpret(tensor.nbytes());
            Parallel.forEach((int) tensor.size(0), row -> {
                float[] buffer = Objects.requireNonNullElseGet(rowBuffers.poll(), () -> new float[vocabulary]);
                MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, (long) Float.BYTES * row * vocabulary, buffer, 0,
                        vocabulary);
                reader.read(row, buffer);
                rowBuffers.add(buffer);
            });
        }

        @Override
        public void close() {
            tensor.close();
        }
    }
}
