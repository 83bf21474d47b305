package io.azulejo.libtorch.kvcache;

import java.util.Arrays;

/**
 * The blocks of one sequence in the order of its positions: position p is slot p % blockSize of block p / blockSize of
 * the table. Holds one reference to each. Not thread-safe.
 */
public final class BlockTable {

    private final BlockPool pool;
    private final int blockSize;
    private int[] blocks = new int[8];
    private int size;

    public BlockTable(BlockPool pool, int blockSize) {
        this.pool = pool;
        this.blockSize = blockSize;
    }

    /** How many blocks hold this many tokens. */
    public static int blocksFor(int tokens, int blockSize) {
        return Math.ceilDiv(tokens, blockSize);
    }

    /** How many more blocks this table needs before it holds so many tokens. */
    public int missingFor(int tokens) {
        return Math.max(0, blocksFor(tokens, blockSize) - size);
    }

    /** Takes blocks from the pool until so many tokens fit; all of them or, where the pool has too few, none. */
    public boolean grow(int tokens) {
        int missing = missingFor(tokens);
        if (missing > pool.free()) {
            return false;
        }
        if (size + missing > blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(size + missing, 2 * blocks.length));
        }
        for (int i = 0; i < missing; i++) {
            blocks[size++] = pool.allocate();
        }
        return true;
    }

    /** Takes a block that somebody else filled as the next one. */
    public void share(int block) {
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * size);
        }
        pool.retain(block);
        blocks[size++] = block;
    }

    /** Takes a block that somebody else filled in the place of one of its own. */
    public void share(int index, int block) {
        pool.retain(block);
        pool.release(blocks[index]);
        blocks[index] = block;
    }

    /** Gives every block back, the last one first, so that a sequence's beginning stays in the pool longest. */
    public void release() {
        while (size > 0) {
            pool.release(blocks[--size]);
        }
    }

    public int size() {
        return size;
    }

    /** The id of one block. */
    public int block(int index) {
        return blocks[index];
    }

    /** The block ids, as a copy. */
    public int[] blocks() {
        return Arrays.copyOf(blocks, size);
    }
}
