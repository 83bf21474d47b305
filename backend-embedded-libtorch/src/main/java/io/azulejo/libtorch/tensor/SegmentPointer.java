package io.azulejo.libtorch.tensor;

import java.lang.foreign.MemorySegment;

import org.bytedeco.javacpp.Pointer;

/** Shows foreign memory to JavaCPP. Owns nothing: whoever owns the segment must outlive every use. */
final class SegmentPointer extends Pointer {

    SegmentPointer(MemorySegment segment) {
        address = segment.address();
    }
}
