package io.azulejo.libtorch.tensor;

/** How cached keys and values are kept. */
public enum CacheFormat {

    /** In the type computed in. */
    AS_COMPUTED,
    /** In 8 bits, with a float32 scale for each position and head. */
    INT8;

    /** Bytes of one head of one position, scale included. */
    public long bytes(int headDim, DataType type) {
        return this == INT8 ? headDim + Float.BYTES : (long) headDim * type.bytes();
    }
}
