package io.azulejo.libtorch.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.engine.ModelRunner.Span;

/**
 * The pictures of one sequence on their way from bytes to features: decoded on worker threads, a few ahead of the vision
 * tower; encoded layer by layer on the engine's thread, unless the cache has their features. Tiles whose positions the
 * key/value cache holds are needed no more, and a picture of which no tile is needed is not even decoded. Features stay
 * in use until the sequence ends, so that a preempted sequence does not run the tower again; pixels go when the last
 * tile of their picture is encoded.
 */
final class SequencePictures implements AutoCloseable {

    private static final int DECODED_AHEAD = 2;

    private final List<PictureInput> inputs;
    private final FeatureCache cache;
    private final List<@Nullable CompletableFuture<FloatBuffer>> pixels;
    private final List<Tile> tiles = new ArrayList<>();
    /** By tile. */
    private final List<FeatureCache.@Nullable Entry> features;
    /** The first tile that is needed and has no features. */
    private int next;
    /** That tile, where some of its layers are computed. */
    private ModelRunner.@Nullable Encoding encoding;

    SequencePictures(List<PictureInput> inputs, FeatureCache cache) {
        this.inputs = inputs;
        this.cache = cache;
        this.pixels = new ArrayList<>();
        this.features = new ArrayList<>();
        for (int picture = 0; picture < inputs.size(); picture++) {
            PictureInput input = inputs.get(picture);
            pixels.add(null);
            for (int tile = 0; tile < input.tileOffsets().length; tile++) {
                tiles.add(new Tile(picture, tile, input.digest(), input.tileOffsets()[tile], input.tokensPerTile()));
                features.add(null);
            }
        }
    }

    /** Whether no tile is left to encode. */
    boolean done() {
        return next == tiles.size();
    }

    /** Starts to decode the next pictures where that has not begun and is needed; calls back when one is there. */
    void decodeAhead(int computed, Executor workers, Runnable decoded) {
        int last = -1;
        int ahead = 0;
        for (int tile = needed(computed); tile < tiles.size(); tile = needed(tile + 1, computed)) {
            int picture = tiles.get(tile).picture();
            if (picture == last || cached(tile)) {
                continue;
            }
            if (++ahead > DECODED_AHEAD) {
                return;
            }
            last = picture;
            if (pixels.get(picture) == null) {
                CompletableFuture<FloatBuffer> future = CompletableFuture
                        .supplyAsync(inputs.get(picture).pixels(), workers);
                pixels.set(picture, future);
                var _ = future.whenComplete((_, _) -> decoded.run());
            }
        }
    }

    /**
     * Whether the next tile can be encoded, or nothing is left to encode, where so many positions are in the key/value
     * cache. A failure to decode shows then.
     */
    boolean ready(int computed) {
        int tile = needed(computed);
        return tile == tiles.size() || cached(tile) || decoded(tiles.get(tile).picture());
    }

    private boolean cached(int tile) {
        return cache.contains(tiles.get(tile).digest(), tiles.get(tile).index());
    }

    private boolean decoded(int picture) {
        CompletableFuture<FloatBuffer> future = pixels.get(picture);
        return future != null && future.isDone();
    }

    /** The first tile without features that reaches past what is computed. */
    private int needed(int computed) {
        return needed(0, computed);
    }

    private int needed(int from, int computed) {
        int tile = from;
        while (tile < tiles.size() && (features.get(tile) != null || tiles.get(tile).end() <= computed)) {
            tile++;
        }
        return tile;
    }

    /**
     * Goes to the next tile that is needed where so many positions are computed, past those that the cache has.
     *
     * @return tiles taken from the cache
     */
    int skip(int computed) {
        int before = next;
        int taken = 0;
        next = needed(computed);
        while (next < tiles.size()) {
            FeatureCache.Entry entry = cache.take(tiles.get(next).digest(), tiles.get(next).index());
            if (entry == null) {
                break;
            }
            features.set(next, entry);
            taken++;
            next = needed(computed);
        }
        if (next != before) {
            giveUpEncoding();
            for (int picture = 0; picture < (done() ? inputs.size() : tiles.get(next).picture()); picture++) {
                dropPixels(picture);
            }
        }
        return taken;
    }

    /** Whether the next tile is there to be encoded. */
    boolean canEncode() {
        return !done() && decoded(tiles.get(next).picture());
    }

    /** Computes layers of the next tile, which {@link #canEncode}; throws what decoding its picture threw. */
    Progress encode(ModelRunner runner, int layers) {
        Tile tile = tiles.get(next);
        ModelRunner.Encoding current = encoding;
        boolean begun = current == null;
        if (current == null) {
            current = runner.encode(pixels(tile.picture()), tile.index());
            encoding = current;
        }
        int before = current.layersLeft();
        current.advance(layers);
        int computed = before - current.layersLeft();
        if (current.layersLeft() > 0) {
            return new Progress(computed, begun, false);
        }
        features.set(next, cache.put(tile.digest(), tile.index(), current.features()));
        giveUpEncoding();
        if (next + 1 == tiles.size() || tiles.get(next + 1).picture() > tile.picture()) {
            dropPixels(tile.picture());
        }
        next = needed(next, tile.end());
        return new Progress(computed, begun, true);
    }

    private FloatBuffer pixels(int picture) {
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
        return done() ? Integer.MAX_VALUE : tiles.get(next).start();
    }

    /** The features among the tokens from one position up to another. */
    List<Span> spans(int from, int to) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < tiles.size(); i++) {
            Tile tile = tiles.get(i);
            int start = Math.max(from, tile.start());
            int end = Math.min(to, tile.end());
            FeatureCache.Entry entry = features.get(i);
            if (start < end && entry != null) {
                spans.add(new Span(entry.features(), start - tile.start(), start - from, end - start));
            }
        }
        return spans;
    }

    /** What pictures stand in the place of the tokens from one position up to another. */
    List<BlockContent.Run> runs(int from, int to) {
        List<BlockContent.Run> runs = new ArrayList<>();
        for (Tile tile : tiles) {
            int start = Math.max(from, tile.start());
            int end = Math.min(to, tile.end());
            if (start < end) {
                runs.add(new BlockContent.Run(start - from, end - start, tile.digest(),
                        tile.index() * tile.length() + start - tile.start()));
            }
        }
        return List.copyOf(runs);
    }

    /** Gives features back and frees pixels. */
    @Override
    public void close() {
        for (int tile = 0; tile < tiles.size(); tile++) {
            FeatureCache.Entry entry = features.set(tile, null);
            if (entry != null) {
                cache.giveBack(entry);
            }
        }
        for (int picture = 0; picture < inputs.size(); picture++) {
            dropPixels(picture);
        }
        giveUpEncoding();
        next = tiles.size();
    }

    private void dropPixels(int picture) {
        CompletableFuture<FloatBuffer> future = pixels.set(picture, null);
        if (future != null) {
            future.cancel(false);
        }
    }

    private void giveUpEncoding() {
        if (encoding != null) {
            encoding.close();
            encoding = null;
        }
    }

    /**
     * What was computed of a tile.
     *
     * @param begun whether these were its first layers
     * @param tileDone whether its features are there
     */
    record Progress(int layers, boolean begun, boolean tileDone) {}

    /**
     * @param index its place in the picture
     * @param start position of its first token
     * @param length tokens
     */
    private record Tile(int picture, int index, String digest, int start, int length) {

        int end() {
            return start + length;
        }
    }
}
