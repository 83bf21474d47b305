package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.WEBP;

/**
 * The header of a VP8 key frame, up to the modes of the macroblocks.
 *
 * @param modes where the macroblocks' modes follow
 * @param segments quantiser and filter of each of the four segments
 * @param segmentTree probabilities of a macroblock's segment number; empty if all are in segment 0
 * @param filterLevels by segment, and whether the macroblock is predicted in blocks of 4 x 4
 * @param coefficients the partitions with the coefficients; row y is in partition y modulo their number
 * @param tokens probabilities of the coefficients' tokens
 * @param skip probability that a macroblock has coefficients, or -1 if all have
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Vp8Header(Vp8Bits modes, Quantizer[] segments, int[] segmentTree, boolean simpleFilter, int sharpness,
        int[][] filterLevels, Vp8Bits[] coefficients, int[] tokens, int skip) {

    static final int SEGMENTS = 4;

    private static final int FRAME_HEADER = 10;

    /** Factors of the first and of the other coefficients, for luma, its second-order transform and chroma. */
    record Quantizer(int lumaDc, int lumaAc, int secondDc, int secondAc, int chromaDc, int chromaAc) {}

    static Vp8Header read(byte[] data, int offset, int length) {
        EncodedBytes bytes = new EncodedBytes(WEBP, data, true);
        int end = bytes.index(offset, length) + length;
        int tag = bytes.u24(offset);
        int modesStart = offset + FRAME_HEADER;
        int modesLength = tag >> 5;
        if (((tag >> 1) & 7) > 3 || modesLength > end - modesStart) {
            throw ImageException.damaged(WEBP, "its header is wrong");
        }
        Vp8Bits bits = new Vp8Bits(data, modesStart, modesStart + modesLength);
        // How colours are to be understood and clamped: decoders do not look.
        bits.value(2);
        boolean segmented = bits.flag();
        boolean mapped = false;
        boolean absolute = true;
        int[] quantizers = new int[SEGMENTS];
        int[] strengths = new int[SEGMENTS];
        int[] tree = {};
        if (segmented) {
            mapped = bits.flag();
            if (bits.flag()) {
                absolute = bits.flag();
                fill(quantizers, bits, 7);
                fill(strengths, bits, 6);
            }
            if (mapped) {
                tree = new int[SEGMENTS - 1];
                for (int i = 0; i < tree.length; i++) {
                    tree[i] = bits.flag() ? bits.value(8) : 255;
                }
            }
        }
        boolean simple = bits.flag();
        int level = bits.value(6);
        int sharpness = bits.value(3);
        int[] blockDeltas = filterDeltas(bits);
        Vp8Bits[] partitions = partitions(bytes, modesStart + modesLength, end, 1 << bits.value(2));
        int base = bits.value(7);
        int[] deltas = new int[5];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = bits.optionalSigned(4);
        }
        Quantizer[] segments = new Quantizer[SEGMENTS];
        int[][] levels = new int[SEGMENTS][2];
        for (int i = 0; i < SEGMENTS; i++) {
            int q = !segmented ? base : absolute ? quantizers[i] : base + quantizers[i];
            segments[i] = quantizer(q, deltas);
            int own = !segmented ? level : absolute ? strengths[i] : level + strengths[i];
            for (int blocks = 0; blocks < 2; blocks++) {
                levels[i][blocks] = level == 0 ? 0 : Math.clamp(own + blockDeltas[blocks], 0, 63);
            }
        }
        // Whether probabilities are kept for the next frame: there is none.
        bits.flag();
        int[] tokens = Vp8Tables.readTokenProbabilities(bits);
        int skip = bits.flag() ? bits.value(8) : -1;
        return new Vp8Header(bits, segments, tree, simple, sharpness, levels, partitions, tokens, skip);
    }

    private static void fill(int[] values, Vp8Bits bits, int size) {
        for (int i = 0; i < values.length; i++) {
            values[i] = bits.optionalSigned(size);
        }
    }

    /** What is added to the filter level of key frames' macroblocks predicted whole and in blocks of 4 x 4. */
    private static int[] filterDeltas(Vp8Bits bits) {
        int[] reference = new int[4];
        int[] mode = new int[4];
        boolean used = bits.flag();
        boolean given = used && bits.flag();
        if (given) {
            fill(reference, bits, 6);
            fill(mode, bits, 6);
        }
        return new int[]{reference[0], reference[0] + mode[0]};
    }

    private static Vp8Bits[] partitions(EncodedBytes bytes, int start, int end, int count) {
        Vp8Bits[] partitions = new Vp8Bits[count];
        int at = start + 3 * (count - 1);
        if (at >= end) {
            throw ImageException.cutOff(WEBP);
        }
        for (int i = 0; i < count; i++) {
            int size = i == count - 1 ? end - at : Math.min(bytes.u24(start + 3L * i), end - at);
            partitions[i] = new Vp8Bits(bytes.array(), at, at + size);
            at += size;
        }
        return partitions;
    }

    private static Quantizer quantizer(int q, int[] deltas) {
        int secondAc = Vp8Tables.AC_FACTORS[index(q + deltas[2], 127)] * 155 / 100;
        return new Quantizer(Vp8Tables.DC_FACTORS[index(q + deltas[0], 127)], Vp8Tables.AC_FACTORS[index(q, 127)],
                2 * Vp8Tables.DC_FACTORS[index(q + deltas[1], 127)], Math.max(secondAc, 8),
                Vp8Tables.DC_FACTORS[index(q + deltas[3], 117)], Vp8Tables.AC_FACTORS[index(q + deltas[4], 127)]);
    }

    private static int index(int q, int most) {
        return Math.clamp(q, 0, most);
    }
}
