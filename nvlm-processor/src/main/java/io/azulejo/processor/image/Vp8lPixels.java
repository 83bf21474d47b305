package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/**
 * Reads pixels, as ARGB ints: written out, copied from earlier ones, or taken from a cache of recently used colours.
 * Transforms and codes are stored as small pictures of the same kind.
 */
final class Vp8lPixels {

    private static final int MAX_CACHE_BITS = 11;
    private static final int CACHE_HASH = 0x1E35A7BD;
    /** Bounds the memory of a file that has a code for every few pixels; encoders stay far below. */
    private static final long MAX_TABLE_ENTRIES = 1L << 25;

    /** The first 120 distances are places near by: rows up, and columns to the left of the eighth. */
    private static final int[] NEAR = {0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38,
            0x05, 0x37, 0x39, 0x15, 0x1b, 0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46,
            0x4a, 0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44,
            0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43,
            0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e, 0x76,
            0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20,
            0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70};

    private final Vp8lBits bits;
    private final int width;
    private final int[] pixels;
    private final int[] cache;
    private final int cacheShift;
    private final Vp8lCodes[] codes;
    /** Which codes a block of pixels uses; empty if all use the first. */
    private final int[] blocks;
    private final int blockBits;

    private Vp8lPixels(Vp8lBits bits, int width, int height, boolean whole) {
        this.bits = bits;
        this.width = width;
        this.pixels = new int[Math.multiplyExact(width, height)];
        int cacheBits = bits.flag() ? bits.read(4) : 0;
        if (cacheBits > MAX_CACHE_BITS) {
            throw ImageException.damaged(WEBP, "its cache of colours is too large");
        }
        this.cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        this.cacheShift = 32 - cacheBits;
        int groups = 1;
        if (whole && bits.flag()) {
            this.blockBits = 2 + bits.read(3);
            this.blocks = read(bits, blocks(width, blockBits), blocks(height, blockBits), false);
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = (blocks[i] >> 8) & 0xFFFF;
                groups = Math.max(groups, blocks[i] + 1);
            }
        } else {
            this.blockBits = 0;
            this.blocks = new int[0];
        }
        this.codes = new Vp8lCodes[groups];
        long entries = 0;
        for (int i = 0; i < groups; i++) {
            codes[i] = Vp8lCodes.read(bits, cache.length);
            entries += codes[i].size();
            if (entries > MAX_TABLE_ENTRIES) {
                throw ImageException.unsupported(WEBP, "it has too many codes");
            }
        }
    }

    /** @param whole whether this is the picture itself, which alone may have different codes for its regions */
    static int[] read(Vp8lBits bits, int width, int height, boolean whole) {
        Vp8lPixels reader = new Vp8lPixels(bits, width, height, whole);
        reader.read();
        return reader.pixels;
    }

    /** How many blocks of 2<sup>bits</sup> pixels cover a side. */
    static int blocks(int side, int bits) {
        return (side + (1 << bits) - 1) >> bits;
    }

    private void read() {
        int blockMask = blocks.length == 0 ? -1 : (1 << blockBits) - 1;
        Vp8lCodes group = codes[0];
        int x = 0;
        int y = 0;
        int at = 0;
        boolean moved = true;
        while (at < pixels.length) {
            if (moved || (x & blockMask) == 0) {
                group = group(x, y);
                moved = false;
            }
            int symbol = group.green().read(bits);
            int length = 1;
            if (symbol < Vp8lCodes.LITERALS) {
                int red = group.red().read(bits);
                int blue = group.blue().read(bits);
                int alpha = group.alpha().read(bits);
                pixels[at] = (alpha << 24) | (red << 16) | (symbol << 8) | blue;
            } else if (symbol < Vp8lCodes.LITERALS + Vp8lCodes.LENGTHS) {
                length = extended(symbol - Vp8lCodes.LITERALS);
                copy(at, length, distance(extended(group.distance().read(bits))));
                moved = true;
            } else {
                pixels[at] = cache[symbol - Vp8lCodes.LITERALS - Vp8lCodes.LENGTHS];
            }
            remember(at, length);
            at += length;
            x += length;
            if (x >= width) {
                y += x / width;
                x %= width;
                moved = true;
            }
        }
    }

    private Vp8lCodes group(int x, int y) {
        if (blocks.length == 0) {
            return codes[0];
        }
        return codes[blocks[(y >> blockBits) * blocks(width, blockBits) + (x >> blockBits)]];
    }

    private void copy(int at, int length, int distance) {
        if (distance > at || length > pixels.length - at) {
            throw ImageException.damaged(WEBP, "it copies pixels that are not there");
        }
        // One by one: a copy may overlap itself, and so repeat what it copies.
        for (int i = at; i < at + length; i++) {
            pixels[i] = pixels[i - distance];
        }
    }

    private void remember(int at, int length) {
        if (cache.length > 0) {
            for (int i = at; i < at + length; i++) {
                cache[(CACHE_HASH * pixels[i]) >>> cacheShift] = pixels[i];
            }
        }
    }

    /** A length or distance: its size as a symbol, and the rest in bits. */
    private int extended(int symbol) {
        if (symbol < 4) {
            return symbol + 1;
        }
        int extra = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << extra) + bits.read(extra) + 1;
    }

    private int distance(int code) {
        if (code > NEAR.length) {
            return code - NEAR.length;
        }
        int near = NEAR[code - 1];
        return Math.max((near >> 4) * width + 8 - (near & 0xF), 1);
    }
}
