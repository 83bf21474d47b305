package io.azulejo.triton.client;

/** The element types of tensors. Constants have the names that the protocol uses. */
public enum Datatype {

    BOOL(1), UINT8(1), UINT16(2), UINT32(4), UINT64(8), INT8(1), INT16(2), INT32(4), INT64(8), FP16(2), BF16(2), FP32(
            4), FP64(8),
    /** Byte strings, each with its length before it. */
    BYTES(0);

    private final int size;

    Datatype(int size) {
        this.size = size;
    }

    /** Bytes of one element; 0 where elements differ. */
    public int size() {
        return size;
    }
}
