package io.azulejo.libtorch.kernel;

import io.azulejo.libtorch.kernel.Assembler.Operation;

/**
 * Writes the two functions by which the heads of a row that share a key head read cached keys and values in bfloat16, for
 * processors with AVX-512 and bfloat16. Both go from block to block and ask for what a later one has.
 *
 * <pre>
 * void scores(const void *const *keys, const void *queries, float *scores, long blocks)
 * void values(const void *const *values, const float *weights, float *sums, long blocks)
 * </pre>
 *
 * Queries are [dim / 2, {@value #LANES}, 2], scores and weights [positions, {@value #LANES}], sums [heads, dim]. After the
 * addresses of the blocks there are {@value #AHEAD} more that can be fetched.
 */
final class CacheCode {

    /** Heads that a position's scores have room for. */
    static final int LANES = 16;
    /** The vectors of their sums, two for each, leave two for the values. */
    static final int MOST_HEADS = 14;
    /** Positions whose scores are made together. */
    static final int POSITIONS = 16;
    /** How many blocks ahead one is fetched. */
    static final int AHEAD = 2;

    private static final int VECTOR = 64;
    private static final int HALF = 32;
    private static final int LINE = 64;
    /** Values that two vectors hold. */
    private static final int WIDTH = 32;

    // General registers by their numbers.
    private static final int BLOCK = 0; // rax
    private static final int QUERIES = 6; // rsi
    private static final int OUT = 2; // rdx
    private static final int WEIGHTS = 8; // r8, a copy of the parameter
    // Vectors after those of the scores, and after those of the sums.
    private static final int PAIRS = 16;
    private static final int VALUES = 30;

    private final int positions;
    private final int stride;
    private final int dim;
    private final Assembler code = new Assembler();

    /**
     * @param positions in a block, a multiple of {@link #POSITIONS}
     * @param stride bytes from one position's key or value to the next
     * @param dim of a head, a multiple of 32
     */
    private CacheCode(int positions, int stride, int dim) {
        this.positions = positions;
        this.stride = stride;
        this.dim = dim;
    }

    static byte[] scores(int positions, int stride, int dim) {
        CacheCode function = new CacheCode(positions, stride, dim);
        function.scores();
        return function.code.toBytes();
    }

    /** @param heads up to {@link #MOST_HEADS} */
    static byte[] values(int positions, int stride, int dim, int heads) {
        CacheCode function = new CacheCode(positions, stride, dim);
        for (int first = 0; first < dim; first += WIDTH) {
            function.values(first, heads);
        }
        function.code.end();
        return function.code.toBytes();
    }

    private void scores() {
        int block = code.here();
        code.raw(0x48, 0x8b, 0x07); // mov rax, [rdi]
        code.raw(0x4c, 0x8b, 0x57, Long.BYTES * AHEAD); // mov r10, [rdi + 8 * AHEAD]
        for (int first = 0; first < positions; first += POSITIONS) {
            code.clear(POSITIONS);
            for (int pair = 0; pair < dim / 2; pair++) {
                // As many lines as pairs: 16 positions have 32 bytes for each pair.
                fetch(first + pair * WIDTH / dim, pair % (dim / WIDTH));
                code.memory(Operation.LOAD, PAIRS, QUERIES, VECTOR * pair);
                for (int i = 0; i < POSITIONS; i++) {
                    code.spread(Operation.ADD_PAIRS, i, PAIRS, BLOCK, (first + i) * stride + Integer.BYTES * pair, 0);
                }
            }
            for (int i = 0; i < POSITIONS; i++) {
                code.memory(Operation.STORE, i, OUT, VECTOR * i);
            }
            code.raw(0x48, 0x81, 0xc2); // add rdx, bytes
            code.number(VECTOR * POSITIONS);
        }
        code.raw(0x48, 0x83, 0xc7, Long.BYTES); // add rdi, 8
        code.raw(0x48, 0xff, 0xc9); // dec rcx
        code.jumpUnlessZero(block);
        code.end();
    }

    /** Two vectors of each head's values, over all blocks. */
    private void values(int first, int heads) {
        code.raw(0x49, 0x89, 0xf9); // mov r9, rdi: blocks
        code.raw(0x49, 0x89, 0xcb); // mov r11, rcx: their count
        code.raw(0x49, 0x89, 0xf0); // mov r8, rsi: weights
        code.clear(2 * heads);
        int block = code.here();
        code.raw(0x49, 0x8b, 0x01); // mov rax, [r9]
        code.raw(0x4d, 0x8b, 0x51, Long.BYTES * AHEAD); // mov r10, [r9 + 8 * AHEAD]
        for (int position = 0; position < positions; position++) {
            fetch(position, first / WIDTH);
            for (int half = 0; half < 2; half++) {
                code.widen(VALUES + half, BLOCK, position * stride + Short.BYTES * first + HALF * half);
            }
            for (int i = 0; i < 2 * heads; i++) {
                code.spread(Operation.ADD_PRODUCT, i, VALUES + i % 2, WEIGHTS,
                        VECTOR * position + Integer.BYTES * (i / 2), 0);
            }
        }
        code.raw(0x49, 0x81, 0xc0); // add r8, bytes
        code.number(VECTOR * positions);
        code.raw(0x49, 0x83, 0xc1, Long.BYTES); // add r9, 8
        code.raw(0x49, 0xff, 0xcb); // dec r11
        code.jumpUnlessZero(block);
        for (int i = 0; i < 2 * heads; i++) {
            code.memory(Operation.STORE, i, OUT, Float.BYTES * (i / 2 * dim + first) + VECTOR * (i % 2));
        }
    }

    /** Asks for a line of a position of a later block. */
    private void fetch(int position, int line) {
        code.raw(0x41, 0x0f, 0x18, 0x8a); // prefetcht0 [r10 + distance]
        code.number(position * stride + LINE * line);
    }
}
