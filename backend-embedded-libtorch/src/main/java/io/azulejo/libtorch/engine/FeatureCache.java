package io.azulejo.libtorch.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.engine.ModelRunner.TileFeatures;

/**
 * The features of tiles, known by the picture's digest: the tower runs once for a picture, whoever asks about it and in
 * whichever turn. Features in use are never freed; those that nobody uses stay while all of them together fit into the
 * limit, the longest unused going first. The engine's thread owns it.
 */
final class FeatureCache implements AutoCloseable {

    private final long maxBytes;
    /** The longest unused first. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param maxBytes the most memory of all features; 0 keeps none that is not in use */
    FeatureCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Memory of all features that it holds, those in use too. */
    long bytes() {
        return bytes;
    }

    /** Whether a tile's features are there. */
    boolean contains(String picture, int tile) {
        return entries.containsKey(new Key(picture, tile));
    }

    /** The features of a tile for one user more, who gives them back; null where they are not there. */
    @Nullable
    Entry take(String picture, int tile) {
        Entry entry = entries.get(new Key(picture, tile));
        if (entry != null) {
            entry.users++;
        }
        return entry;
    }

    /** Takes over the features of a tile, with one user, who gives them back. */
    Entry put(String picture, int tile, TileFeatures features) {
        Key key = new Key(picture, tile);
        Entry known = entries.get(key);
        if (known != null) {
            features.close();
            known.users++;
            return known;
        }
        Entry entry = new Entry(features);
        entries.put(key, entry);
        bytes += features.bytes();
        shrink();
        return entry;
    }

    void giveBack(Entry entry) {
        if (--entry.users == 0) {
            shrink();
        }
    }

    private void shrink() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.users == 0) {
                oldest.remove();
                bytes -= entry.features.bytes();
                entry.features.close();
            }
        }
    }

    /** Frees all features; nobody uses them any more. */
    @Override
    public void close() {
        entries.values().forEach(entry -> entry.features.close());
        entries.clear();
        bytes = 0;
    }

    /** A tile's features, lent. */
    static final class Entry {

        private final TileFeatures features;
        private int users = 1;

        private Entry(TileFeatures features) {
            this.features = features;
        }

        TileFeatures features() {
            return features;
        }
    }

    private record Key(String picture, int tile) {}
}
