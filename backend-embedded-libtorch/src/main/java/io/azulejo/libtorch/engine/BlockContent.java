package io.azulejo.libtorch.engine;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a block of the cache holds: tokens, and the pictures that stand in the place of some.
 *
 * @param ids the tokens, placeholders of pictures included
 * @param pictures the runs of picture features among them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content
record BlockContent(int[] ids, List<Run> pictures) {

    /** Drawn anew in each process: nobody can send prompts that all hash alike. */
    private static final long SEED = ThreadLocalRandom.current().nextLong() | 1;

    /**
     * @param at the first of the block's tokens that it replaces
     * @param length tokens
     * @param picture the picture's digest
     * @param row the first row, counted over all tiles of the picture
     */
    record Run(int at, int length, String picture, int row) {}

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockContent that && Arrays.equals(ids, that.ids) && pictures.equals(that.pictures);
    }

    @Override
    public int hashCode() {
        long hash = pictures.hashCode();
        for (int id : ids) {
            hash = (hash ^ id) * SEED;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
