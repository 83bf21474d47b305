package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.engine.ModelRunner.Span;
import io.azulejo.libtorch.engine.ModelRunner.TileFeatures;

/**
 * The pictures of one sequence on their way from bytes to features: decoded on worker threads, a few ahead of the vision
 * tower; encoded tile by tile on the engine's thread, once. Features stay until the sequence ends, so that a preempted
 * sequence does not run the tower again; pixels go when the last tile of their picture is encoded.
 */
final class SequencePictures implements AutoCloseable {

    private static final int DECODED_AHEAD = 2;

    private final List<PictureInput> inputs;
    private final List<@Nullable CompletableFuture<FloatBuffer>> pixels;
    private final List<Encoded> encoded = new ArrayList<>();
    private int picture;
    private int tile;

    SequencePictures(List<PictureInput> inputs) {
        this.inputs = inputs;
        this.pixels = new ArrayList<>();
        inputs.forEach(_ -> pixels.add(null));
    }

    /** Whether every tile of every picture is encoded. */
    boolean done() {
        return picture == inputs.size();
    }

    /** Starts to decode the next pictures where that has not begun; calls back when one is there. */
    void decodeAhead(Executor workers, Runnable decoded) {
        for (int i = picture; i < Math.min(inputs.size(), picture + DECODED_AHEAD); i++) {
            if (pixels.get(i) == null) {
                CompletableFuture<FloatBuffer> future = CompletableFuture.supplyAsync(inputs.get(i).pixels(), workers);
                pixels.set(i, future);
                var _ = future.whenComplete((_, _) -> decoded.run());
            }
        }
    }

    /** Whether the next tile can be encoded, or nothing is left to encode. A failure to decode shows then. */
    boolean ready() {
        if (done()) {
            return true;
        }
        CompletableFuture<FloatBuffer> next = pixels.get(picture);
        return next != null && next.isDone();
    }

    /** Encodes the next tile, which is {@link #ready}; throws what decoding its picture threw. */
    void encodeNext(ModelRunner runner) {
        CompletableFuture<FloatBuffer> next = pixels.get(picture);
        if (next == null) {
            throw new IllegalStateException("The picture is not decoded");
        }
        PictureInput input = inputs.get(picture);
        try {
            encoded.add(new Encoded(runner.encode(next.join(), tile), input.tileOffsets()[tile],
                    input.tokensPerTile()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (++tile == input.tileOffsets().length) {
            pixels.set(picture++, null);
            tile = 0;
        }
    }

    /** The first position that waits for a tile to be encoded. */
    int encodedUpTo() {
        return done() ? Integer.MAX_VALUE : inputs.get(picture).tileOffsets()[tile];
    }

    /** The features among the tokens from one position up to another. */
    List<Span> spans(int from, int to) {
        List<Span> spans = new ArrayList<>();
        for (Encoded each : encoded) {
            int start = Math.max(from, each.start());
            int end = Math.min(to, each.start() + each.length());
            if (start < end) {
                spans.add(new Span(each.features(), start - each.start(), start - from, end - start));
            }
        }
        return spans;
    }

    /** Frees features and pixels. */
    @Override
    public void close() {
        encoded.forEach(each -> each.features().close());
        encoded.clear();
        for (int i = 0; i < pixels.size(); i++) {
            CompletableFuture<FloatBuffer> future = pixels.set(i, null);
            if (future != null) {
                future.cancel(false);
            }
        }
        picture = inputs.size();
    }

    private record Encoded(TileFeatures features, int start, int length) {}
}
