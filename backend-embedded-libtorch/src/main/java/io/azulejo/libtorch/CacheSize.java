package io.azulejo.libtorch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.Settings;

/**
 * How large a model's key/value cache is, and so how long its context can be.
 *
 * @param blocks how many blocks of {@link #BLOCK_SIZE} positions
 * @param contextLength the most tokens of one prompt and its answer
 * @param bytes memory of all blocks
 */
record CacheSize(int blocks, int contextLength, long bytes) {

    static final int BLOCK_SIZE = 16;

    private static final Logger LOG = LoggerFactory.getLogger(CacheSize.class);
    private static final long DEFAULT_BYTES = 2L << 30;

    /** The most memory that the cache may take. */
    static long bytes(ModelSettings settings) {
        return settings.kvCacheBytes().orElse(DEFAULT_BYTES);
    }

    /**
     * As many blocks as the memory holds, but no more than all sequences at their full length can use.
     *
     * @param maxPositions the longest context that the model knows
     */
    static CacheSize of(ModelSettings settings, int maxPositions, long bytesPerToken) {
        Settings source = settings.settings();
        int wanted = settings.contextLength().orElse(maxPositions);
        if (wanted > maxPositions) {
            throw source.invalid("context-length", "The model knows at most " + maxPositions + " positions.",
                    "Give a number up to that, or leave it out.");
        }
        long blockBytes = bytesPerToken * BLOCK_SIZE;
        long useful = (long) settings.maxSequences() * Math.ceilDiv(wanted, BLOCK_SIZE);
        long blocks = Math.min(useful, Math.min(bytes(settings) / blockBytes, Integer.MAX_VALUE / BLOCK_SIZE));
        if (blocks < 1) {
            throw source.invalid("kv-cache-bytes", "It does not hold a single block of " + BLOCK_SIZE
                    + " tokens, which takes " + blockBytes + " bytes.", "Give more.");
        }
        long tokens = blocks * BLOCK_SIZE;
        if (tokens < wanted) {
            if (settings.contextLength().isPresent()) {
                throw source.invalid("context-length", "The key/value cache holds " + tokens + " tokens only.",
                        "Set " + source.property("kv-cache-bytes") + " to at least " + wanted * bytesPerToken
                                + ", or give a shorter context.");
            }
            LOG.warn("The cache holds {} tokens of the model's context of {}; a larger {} would hold more", tokens,
                    wanted, source.property("kv-cache-bytes"));
        }
        return new CacheSize((int) blocks, (int) Math.min(wanted, tokens), blocks * blockBytes);
    }
}
