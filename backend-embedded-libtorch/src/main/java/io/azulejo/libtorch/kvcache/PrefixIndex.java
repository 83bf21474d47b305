package io.azulejo.libtorch.kvcache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds full blocks again by what they hold. Keys and values of a position depend on all positions before it, so a block
 * is known by its own content and the chain of those before it. Each chain of blocks has a number of its own, never
 * given twice: equal numbers mean equal contents from the first position on, and contents are compared, not only their
 * hashes. Not thread-safe; the engine's thread owns it.
 *
 * <p>
 * A block stays findable while it is free, until the pool gives it out anew and it is {@linkplain #forget forgotten}.
 * What came behind it is found no more then; a {@link BlockTable} is released from its end, so that is reused first.
 *
 * @param <C> what a block holds; equal where keys and values are equal behind the same chain
 */
public final class PrefixIndex<C> {

    /** The chain of no blocks. */
    public static final long ROOT = 0;
    /** No block. */
    public static final int NONE = -1;

    private final Map<Key<C>, Integer> blocks = new HashMap<>();
    private final List<@Nullable Key<C>> keys;
    private final long[] chains;
    private long lastChain = ROOT;

    /** @param blocks how many blocks there are; their ids are 0 to blocks - 1 */
    public PrefixIndex(int blocks) {
        keys = new ArrayList<>(blocks);
        chains = new long[blocks];
        for (int block = 0; block < blocks; block++) {
            keys.add(null);
        }
    }

    /** The block with this content behind a chain, or {@link #NONE}. */
    public int find(long chain, C content) {
        return blocks.getOrDefault(new Key<>(chain, content), NONE);
    }

    /** The number of the chain that ends in an indexed block. */
    public long chain(int block) {
        return chains[block];
    }

    /**
     * Notes that a block holds this content behind a chain. Where another block is known to hold the same, that one
     * stays the one to be found.
     *
     * @return the number of the chain that goes on behind it
     */
    public long add(int block, long chain, C content) {
        Key<C> key = new Key<>(chain, content);
        Integer known = blocks.putIfAbsent(key, block);
        if (known != null) {
            return chains[known];
        }
        keys.set(block, key);
        chains[block] = ++lastChain;
        return lastChain;
    }

    /** Forgets what a block holds. */
    public void forget(int block) {
        Key<C> key = keys.set(block, null);
        if (key != null) {
            blocks.remove(key);
        }
    }

    /** How many blocks can be found. */
    public int size() {
        return blocks.size();
    }

    private record Key<C>(long chain, C content) {}
}
