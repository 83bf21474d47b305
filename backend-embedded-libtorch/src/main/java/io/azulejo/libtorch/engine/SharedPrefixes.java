package io.azulejo.libtorch.engine;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kvcache.BlockPool;
import io.azulejo.libtorch.kvcache.PrefixIndex;

/**
 * Lets sequences that begin alike share blocks: a system prompt, the earlier turns of a conversation, its pictures, and
 * what a preempted sequence had computed before. Only full blocks are shared; they are never written again. A sequence's
 * last token is always computed, since its logits are wanted. The engine's thread owns it.
 */
final class SharedPrefixes {

    private static final Match NOTHING = new Match(new int[0], 0, 0);

    private final PrefixIndex<BlockContent> index;
    private final BlockPool pool;
    private final int blockSize;
    private final boolean enabled;

    /** @param enabled whether anything is shared */
    SharedPrefixes(PrefixIndex<BlockContent> index, BlockPool pool, int blockSize, boolean enabled) {
        this.index = index;
        this.pool = pool;
        this.blockSize = blockSize;
        this.enabled = enabled;
    }

    /** What the cache holds of the beginning of a sequence that has no blocks. */
    Match match(Sequence sequence) {
        if (!enabled) {
            return NOTHING;
        }
        int[] blocks = new int[shareable(sequence)];
        int size = 0;
        int free = 0;
        long chain = PrefixIndex.ROOT;
        while (size < blocks.length) {
            int block = index.find(chain, sequence.content(size));
            if (block == PrefixIndex.NONE) {
                break;
            }
            chain = index.chain(block);
            free += pool.references(block) == 0 ? 1 : 0;
            blocks[size++] = block;
        }
        return new Match(Arrays.copyOf(blocks, size), size * blockSize, free);
    }

    /** Gives a sequence without blocks those that were found for it just now. */
    void take(Sequence sequence, Match match) {
        for (int block : match.blocks()) {
            sequence.blocks().share(block);
            sequence.chained(index.chain(block));
        }
        sequence.advance(match.positions());
    }

    /**
     * Gives a sequence blocks that others have filled meanwhile, from the one that it stands in.
     *
     * @return tokens that it need not compute
     */
    int takeMore(Sequence sequence) {
        int before = sequence.computed();
        while (enabled && sequence.chainedBlocks() < shareable(sequence)) {
            int block = index.find(sequence.chain(), sequence.content(sequence.chainedBlocks()));
            if (block == PrefixIndex.NONE) {
                break;
            }
            sequence.blocks().share(sequence.chainedBlocks(), block);
            sequence.chained(index.chain(block));
            sequence.advance(sequence.chainedBlocks() * blockSize - sequence.computed());
        }
        return sequence.computed() - before;
    }

    /** Makes the blocks that a sequence has filled known. */
    void filled(Sequence sequence) {
        while (enabled && (sequence.chainedBlocks() + 1) * blockSize <= sequence.computed()) {
            int next = sequence.chainedBlocks();
            sequence.chained(index.add(sequence.blocks().block(next), sequence.chain(), sequence.content(next)));
        }
    }

    /** What tells the block that a sequence is about to compute from others; null where it will not be shared. */
    @Nullable
    Object next(Sequence sequence) {
        int next = sequence.chainedBlocks();
        return enabled && next < shareable(sequence) ? new Next(sequence.chain(), sequence.content(next)) : null;
    }

    private int shareable(Sequence sequence) {
        return sequence.reusable() / blockSize;
    }

    /**
     * Blocks that hold the beginning of a sequence.
     *
     * @param blocks their ids, in order
     * @param positions tokens in them
     * @param free how many of them nobody holds
     */
    @SuppressWarnings("ArrayRecordComponent") // used at once, never compared
    record Match(int[] blocks, int positions, int free) {}

    private record Next(long chain, BlockContent content) {}
}
