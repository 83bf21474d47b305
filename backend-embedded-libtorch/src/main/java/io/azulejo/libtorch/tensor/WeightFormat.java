package io.azulejo.libtorch.tensor;

/** How the matrices that activations are multiplied with are kept in memory. */
public enum WeightFormat {

    /** In the type computed in, which is a device's own business. */
    AS_COMPUTED(0, 0),
    /** In bfloat16 beside activations in float32: for processors that multiply no bfloat16. CPU only. */
    BFLOAT16(16, 0),
    /** In 8 bits, with a float32 scale for each group of 64. CPU only. */
    INT8(8, 32.0 / 64),
    /** In 4 bits, with a float32 scale for each group of 64. CPU only. */
    INT4(4, 32.0 / 64);

    private final int width;
    private final double scaleBits;

    WeightFormat(int width, double scaleBits) {
        this.width = width;
        this.scaleBits = scaleBits;
    }

    /** Bits of a weight, scales not included; 0 where the type computed in decides. */
    public int width() {
        return width;
    }

    /** Bytes that some weights take, scales included, where the type computed in is this one. */
    public long bytes(long weights, DataType type) {
        return this == AS_COMPUTED ? weights * type.bytes() : (long) Math.ceil(weights * (width + scaleBits) / 8);
    }
}
