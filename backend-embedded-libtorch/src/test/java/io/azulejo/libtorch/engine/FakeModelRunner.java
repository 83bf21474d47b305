package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model whose next token is a hash of everything that the cache holds for the sequence, read through its blocks: a
 * block that is lost, mixed up or written by another sequence changes the answer. A tile's features are its pixels.
 */
final class FakeModelRunner implements ModelRunner {

    static final int VOCABULARY = 50;
    static final int END = 0;

    /** Memory of a tile's features. */
    static final int FEATURE_BYTES = 100;
    /** Layers of the vision tower. */
    static final int LAYERS = 6;

    private final int blockSize;
    private final long[] slots;
    final AtomicInteger liveFeatures = new AtomicInteger();
    final AtomicInteger liveEncodings = new AtomicInteger();
    final AtomicInteger encoded = new AtomicInteger();
    final AtomicInteger steps = new AtomicInteger();
    volatile Consumer<List<Piece>> beforeStep = _ -> {};
    volatile Runnable beforeEncode = () -> {};
    volatile boolean closed;
    /** Whether answers go on until they may have no more tokens. */
    volatile boolean endless;
    /** The time by a clock that only the model's work moves on. */
    final AtomicLong nanos = new AtomicLong();
    volatile long passNanos;
    volatile long prefillTokenNanos;
    volatile long layerNanos;

    FakeModelRunner(int blocks, int blockSize) {
        this.blockSize = blockSize;
        this.slots = new long[blocks * blockSize];
    }

    /** What the model answers to a prompt when it is alone; negative values of the prompt are features. */
    static List<Integer> answer(List<Long> prompt, int maxTokens) {
        List<Long> values = new ArrayList<>(prompt);
        List<Integer> answer = new ArrayList<>();
        while (answer.size() < maxTokens) {
            int next = next(values.stream().mapToLong(Long::longValue).toArray());
            answer.add(next);
            values.add((long) next);
            if (next == END) {
                break;
            }
        }
        return answer;
    }

    private static int next(long[] values) {
        long hash = 17;
        for (long value : values) {
            hash = (hash ^ value) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) Long.remainderUnsigned(hash, VOCABULARY);
    }

    @Override
    public Encoding encode(FloatBuffer pixels, int tile) {
        beforeEncode.run();
        liveEncodings.incrementAndGet();
        return new Tile((long) pixels.get(tile));
    }

    @Override
    public Logits forward(List<Piece> pieces) {
        steps.incrementAndGet();
        beforeStep.accept(pieces);
        List<Integer> rows = new ArrayList<>();
        nanos.addAndGet(passNanos);
        for (Piece piece : pieces) {
            nanos.addAndGet(piece.ids().length == 1 ? 0 : piece.ids().length * prefillTokenNanos);
            long[] values = new long[piece.ids().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = piece.ids()[i];
            }
            for (Span span : piece.features()) {
                for (int i = 0; i < span.length(); i++) {
                    values[span.token() + i] = -1000 * ((Features) span.features()).value() - span.row() - i;
                }
            }
            for (int i = 0; i < values.length; i++) {
                slots[slot(piece, piece.start() + i)] = values[i];
            }
            trace(piece);
            if (piece.last()) {
                long[] context = new long[piece.start() + values.length];
                for (int i = 0; i < context.length; i++) {
                    context[i] = slots[slot(piece, i)];
                }
                int next = next(context);
                rows.add(endless && next == END ? 1 : next);
            }
        }
        return new Logits() {

            @Override
            public void forEach(RowReader reader) {
                // In no order, and at the same time.
                IntStream.range(0, rows.size()).parallel().forEach(row -> {
                    float[] logits = new float[VOCABULARY];
                    logits[rows.get(row)] = 10;
                    reader.read(row, logits);
                });
            }

            @Override
            public void close() {}
        };
    }

    /** A position's attention is what the cache holds at each position up to it. */
    private void trace(Piece piece) {
        AttentionTrace trace = piece.trace();
        int first = trace == null ? -1 : trace.firstOf(piece.start(), piece.ids().length);
        for (int i = first; trace != null && i >= 0 && i < piece.ids().length; i++) {
            float[] row = new float[piece.start() + i + 1];
            for (int position = 0; position < row.length; position++) {
                row[position] = slots[slot(piece, position)];
            }
            trace.put(piece.start() + i, row);
        }
    }

    private int slot(Piece piece, int position) {
        return piece.blocks()[position / blockSize] * blockSize + position % blockSize;
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Tile implements Encoding {

        private final long value;
        private int layersLeft = LAYERS;

        Tile(long value) {
            this.value = value;
        }

        @Override
        public int layersLeft() {
            return layersLeft;
        }

        @Override
        public void advance(int layers) {
            int computed = Math.min(layers, layersLeft);
            nanos.addAndGet(computed * layerNanos);
            layersLeft -= computed;
        }

        @Override
        public TileFeatures features() {
            assertThat(layersLeft).isZero();
            encoded.incrementAndGet();
            liveFeatures.incrementAndGet();
            return new Features(value);
        }

        @Override
        public void close() {
            liveEncodings.decrementAndGet();
        }
    }

    private final class Features implements TileFeatures {

        private final long value;

        Features(long value) {
            this.value = value;
        }

        long value() {
            return value;
        }

        @Override
        public long bytes() {
            return FEATURE_BYTES;
        }

        @Override
        public void close() {
            liveFeatures.decrementAndGet();
        }
    }
}
