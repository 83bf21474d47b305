package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/**
 * A prefix code, decoded by a table of the next eight bits and, for longer codes, a second one. An entry holds a symbol
 * and the length of its code, or the place and the index bits of a second table.
 */
final class Vp8lCode {

    private static final int ROOT_BITS = 8;
    private static final int MAX_LENGTH = 15;
    private static final int LENGTH_BITS = 5;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    /** Lengths from here on mean a second table. */
    private static final int LINK = 16;

    private final int[] table;
    private final int rootMask;
    private final int rootBits;

    private Vp8lCode(int[] table, int rootBits) {
        this.table = table;
        this.rootBits = rootBits;
        this.rootMask = (1 << rootBits) - 1;
    }

    /** Reads the next symbol. */
    int read(Vp8lBits bits) {
        int next = bits.peek();
        int entry = table[next & rootMask];
        int length = entry & LENGTH_MASK;
        if (length >= LINK) {
            entry = table[(entry >>> LENGTH_BITS) + ((next >>> rootBits) & ((1 << (length - LINK)) - 1))];
            length = entry & LENGTH_MASK;
        }
        bits.skip(length);
        return entry >>> LENGTH_BITS;
    }

    /** Entries of the tables, for those who bound the memory of many codes. */
    int size() {
        return table.length;
    }

    /** @param lengths length of each symbol's code, 0 for a symbol that does not occur */
    static Vp8lCode of(int[] lengths, int symbols) {
        int[] counts = new int[MAX_LENGTH + 1];
        int only = 0;
        for (int symbol = 0; symbol < symbols; symbol++) {
            counts[lengths[symbol]]++;
            only = lengths[symbol] > 0 ? symbol : only;
        }
        int used = symbols - counts[0];
        if (used == 1) {
            return new Vp8lCode(new int[]{only << LENGTH_BITS}, 0);
        }
        int longest = 0;
        int free = 1;
        int[] next = new int[MAX_LENGTH + 2];
        for (int length = 1; length <= MAX_LENGTH; length++) {
            next[length + 1] = (next[length] + counts[length]) << 1;
            free = (free << 1) - counts[length];
            longest = counts[length] > 0 ? length : longest;
            if (free < 0) {
                break;
            }
        }
        if (free != 0) {
            throw ImageException.damaged(WEBP, "it holds an impossible code");
        }
        return tables(lengths, symbols, next, Math.min(longest, ROOT_BITS));
    }

    private static Vp8lCode tables(int[] lengths, int symbols, int[] next, int rootBits) {
        int rootSize = 1 << rootBits;
        int[] codes = new int[symbols];
        int[] longestBehind = new int[rootSize];
        for (int symbol = 0; symbol < symbols; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                codes[symbol] = Integer.reverse(next[length]++) >>> (32 - length);
                int prefix = codes[symbol] & (rootSize - 1);
                longestBehind[prefix] = Math.max(longestBehind[prefix], length - rootBits);
            }
        }
        int size = rootSize;
        int[] links = new int[rootSize];
        for (int prefix = 0; prefix < rootSize; prefix++) {
            if (longestBehind[prefix] > 0) {
                links[prefix] = size;
                size += 1 << longestBehind[prefix];
            }
        }
        int[] table = new int[size];
        for (int symbol = 0; symbol < symbols; symbol++) {
            int length = lengths[symbol];
            if (length == 0) {
                continue;
            }
            int entry = (symbol << LENGTH_BITS) | length;
            if (length <= rootBits) {
                for (int i = codes[symbol]; i < rootSize; i += 1 << length) {
                    table[i] = entry;
                }
                continue;
            }
            int prefix = codes[symbol] & (rootSize - 1);
            table[prefix] = (links[prefix] << LENGTH_BITS) | (LINK + longestBehind[prefix]);
            for (int i = codes[symbol] >>> rootBits; i < 1 << longestBehind[prefix]; i += 1 << (length - rootBits)) {
                table[links[prefix] + i] = entry;
            }
        }
        return new Vp8lCode(table, rootBits);
    }
}
