package io.azulejo.processor.image;

import static io.azulejo.processor.image.ImageFormat.GIF;

/** Unpacks the variable-length LZW codes of a GIF frame. */
final class GifFrameDecoder {

    private static final int MAX_CODES = 4096;
    private static final int MAX_CODE_BITS = 12;
    private static final int NONE = -1;

    /** First row and distance of rows of each pass of an interlaced frame. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private final EncodedBytes bytes;
    private final GifImage.Frame frame;
    private final int clear;

    private long at;
    private int blockLeft;
    private int bits;
    private int bitCount;

    GifFrameDecoder(byte[] data, GifImage.Frame frame) {
        this.bytes = new EncodedBytes(GIF, data, true);
        this.frame = frame;
        if (frame.codeSize() < 1 || frame.codeSize() > 8) {
            throw ImageException.damaged(GIF, "its pixels have " + frame.codeSize() + " bits instead of 1 to 8");
        }
        this.clear = 1 << frame.codeSize();
        this.at = frame.codes();
    }

    /** The colour numbers of the frame's pixels, row by row from the top. */
    byte[] decode() {
        byte[] pixels = new byte[Math.multiplyExact(frame.width(), frame.height())];
        unpack(pixels);
        return frame.interlaced() ? inOrder(pixels) : pixels;
    }

    private void unpack(byte[] pixels) {
        int end = clear + 1;
        int[] prefixes = new int[MAX_CODES];
        byte[] lasts = new byte[MAX_CODES];
        int[] lengths = new int[MAX_CODES];
        for (int i = 0; i < clear; i++) {
            lasts[i] = (byte) i;
            lengths[i] = 1;
        }
        int next = clear + 2;
        int codeBits = frame.codeSize() + 1;
        int previous = NONE;
        int done = 0;
        while (done < pixels.length) {
            int code = code(codeBits);
            if (code == clear) {
                next = clear + 2;
                codeBits = frame.codeSize() + 1;
                previous = NONE;
                continue;
            }
            if (code == end) {
                throw ImageException.damaged(GIF, "it has fewer pixels than its header says");
            }
            if (code > next || (previous == NONE && code >= clear)) {
                throw ImageException.damaged(GIF, "its pixels cannot be decompressed");
            }
            // The one code that is not known yet: the previous run and its own first pixel again.
            boolean unknown = code == next;
            int known = unknown ? previous : code;
            int length = lengths[known];
            int first = write(pixels, done, known, prefixes, lasts, length);
            done += length;
            if (unknown && done < pixels.length) {
                pixels[done++] = (byte) first;
            }
            if (previous != NONE && next < MAX_CODES) {
                prefixes[next] = previous;
                lasts[next] = (byte) first;
                lengths[next] = lengths[previous] + 1;
                next++;
                if (next == 1 << codeBits && codeBits < MAX_CODE_BITS) {
                    codeBits++;
                }
            }
            previous = code;
        }
    }

    /** Writes a run backwards, from its last pixel; what does not fit is left out. Returns its first pixel. */
    private static int write(byte[] pixels, int start, int code, int[] prefixes, byte[] lasts, int length) {
        int at = code;
        for (int i = start + length - 1; i > start; i--) {
            if (i < pixels.length) {
                pixels[i] = lasts[at];
            }
            at = prefixes[at];
        }
        pixels[start] = lasts[at];
        return lasts[at];
    }

    private int code(int count) {
        while (bitCount < count) {
            if (blockLeft == 0) {
                blockLeft = bytes.u8(at++);
                if (blockLeft == 0) {
                    throw ImageException.cutOff(GIF);
                }
            }
            bits |= bytes.u8(at++) << bitCount;
            bitCount += 8;
            blockLeft--;
        }
        int code = bits & ((1 << count) - 1);
        bits >>>= count;
        bitCount -= count;
        return code;
    }

    private byte[] inOrder(byte[] pixels) {
        byte[] ordered = new byte[pixels.length];
        int width = frame.width();
        int source = 0;
        for (int[] pass : PASSES) {
            for (int y = pass[0]; y < frame.height(); y += pass[1]) {
                System.arraycopy(pixels, source, ordered, y * width, width);
                source += width;
            }
        }
        return ordered;
    }
}
