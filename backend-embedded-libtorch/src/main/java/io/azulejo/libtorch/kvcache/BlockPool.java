package io.azulejo.libtorch.kvcache;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The blocks of a key/value cache: ids, reference counts and a free list. Knows nothing of what the blocks hold.
 *
 * <p>
 * The free list is a queue, so the block that has been free longest is given out first. A block keeps its content until
 * then: whoever remembers what a free block holds may take it back with {@link #retain}. Not thread-safe; the engine's
 * thread owns it.
 */
public final class BlockPool {

    private static final int NONE = -1;

    private final int[] references;
    // A doubly linked list over block ids, so that retain can take a free block out of the middle.
    private final int[] next;
    private final int[] previous;
    private int head = NONE;
    private int tail = NONE;
    private int free;
    private final IntConsumer reused;

    /** @param blocks how many blocks there are; their ids are 0 to blocks - 1 */
    public BlockPool(int blocks) {
        this(blocks, _ -> {});
    }

    /** @param reused hears of each block that is given out anew, so that its content is lost */
    public BlockPool(int blocks, IntConsumer reused) {
        this.reused = reused;
        if (blocks < 1) {
            throw new IllegalArgumentException("A pool needs at least one block, not " + blocks);
        }
        references = new int[blocks];
        next = new int[blocks];
        previous = new int[blocks];
        Arrays.fill(next, NONE);
        Arrays.fill(previous, NONE);
        for (int block = 0; block < blocks; block++) {
            append(block);
        }
    }

    public int total() {
        return references.length;
    }

    public int free() {
        return free;
    }

    public int references(int block) {
        return references[block];
    }

    /** Takes the block that has been free longest; the caller holds its one reference. */
    public int allocate() {
        if (head == NONE) {
            throw new IllegalStateException("No block is free");
        }
        int block = head;
        unlink(block);
        references[block] = 1;
        reused.accept(block);
        return block;
    }

    /** Adds a reference; a free block is taken off the free list. */
    public void retain(int block) {
        if (references[block] == 0) {
            unlink(block);
        }
        references[block]++;
    }

    /** Drops a reference; with the last one the block is free. */
    public void release(int block) {
        if (references[block] == 0) {
            throw new IllegalStateException("Block " + block + " is released more often than taken");
        }
        if (--references[block] == 0) {
            append(block);
        }
    }

    private void append(int block) {
        previous[block] = tail;
        next[block] = NONE;
        if (tail == NONE) {
            head = block;
        } else {
            next[tail] = block;
        }
        tail = block;
        free++;
    }

    private void unlink(int block) {
        int before = previous[block];
        int after = next[block];
        if (before == NONE) {
            head = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            tail = before;
        } else {
            previous[after] = before;
        }
        next[block] = NONE;
        previous[block] = NONE;
        free--;
    }
}
