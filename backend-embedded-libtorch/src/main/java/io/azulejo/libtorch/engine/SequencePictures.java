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
 * tower; encoded layer by layer on the engine's thread, once. Features stay until the sequence ends, so that a preempted
 * sequence does not run the tower again; pixels go when the last tile of their picture is encoded.
 */
final class SequencePictures implements AutoCloseable {

    private static final int DECODED_AHEAD = 2;

    private final List<PictureInput> inputs;
    private final List<@Nullable CompletableFuture<FloatBuffer>> pixels;
    private final List<Encoded> encoded = new ArrayList<>();
    private int picture;
    private int tile;
    /** The next tile, where some of its layers are computed. */
    private ModelRunner.@Nullable Encoding encoding;

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

    /** Computes layers of the next tile, which is {@link #ready}; throws what decoding its picture threw. */
    Progress encode(ModelRunner runner, int layers) {
        ModelRunner.Encoding current = encoding;
        if (current == null) {
            current = encoding = runner.encode(decoded(), tile);
        }
        int before = current.layersLeft();
        current.advance(layers);
        int computed = before - current.layersLeft();
        if (current.layersLeft() > 0) {
            return new Progress(computed, false);
        }
        PictureInput input = inputs.get(picture);
        encoded.add(new Encoded(current.features(), input.tileOffsets()[tile], input.tokensPerTile()));
        current.close();
        encoding = null;
        if (++tile == input.tileOffsets().length) {
            pixels.set(picture++, null);
            tile = 0;
        }
        return new Progress(computed, true);
    }

    private FloatBuffer decoded() {
        CompletableFuture<FloatBuffer> future = pixels.get(picture);
        if (future == null) {
            throw new IllegalStateException("The picture is not decoded");
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
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
        if (encoding != null) {
            encoding.close();
            encoding = null;
        }
        picture = inputs.size();
    }

    /**
     * What was computed of a tile.
     *
     * @param tileDone whether its features are there
     */
    record Progress(int layers, boolean tileDone) {}

    private record Encoded(TileFeatures features, int start, int length) {}
}
