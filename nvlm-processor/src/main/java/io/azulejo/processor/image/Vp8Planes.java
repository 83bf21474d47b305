package io.azulejo.processor.image;

/**
 * A decoded VP8 frame: luma, and two planes of chroma of half its width and height, padded to whole macroblocks.
 *
 * @param lumaStride bytes of a luma row
 * @param chromaStride bytes of a chroma row
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Vp8Planes(byte[] y, byte[] u, byte[] v, int lumaStride, int chromaStride) {

    static Vp8Planes of(int columns, int rows) {
        return new Vp8Planes(new byte[256 * columns * rows], new byte[64 * columns * rows],
                new byte[64 * columns * rows], 16 * columns, 8 * columns);
    }
}
