package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.libtorch.tensor.ComputeDevice;

/** Says where this package's operations can be used. */
public final class Kernels {

    /**
     * All memory, by addresses. Reads and writes of a constant leave nothing to be checked in a loop, which those of a segment
     * in a field do: it is what the innermost loops take, where it makes up to a half of their time.
     */
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
    private static final boolean PRESENT = find();

    private Kernels() {}

    /** Whether this JVM has what these operations are made of. */
    public static boolean present() {
        return PRESENT;
    }

    /**
     * Whether the tensor is one that these operations read and write: contiguous rows of bfloat16 or float32 in the
     * CPU's memory, in a JVM started with {@code --add-modules jdk.incubator.vector}.
     */
    public static boolean serve(Tensor tensor) {
        return PRESENT && tensor.is_cpu() && served(type(tensor));
    }

    /** Whether tensors of this type on this device would be served, and a cache that looks like this one. */
    public static boolean serve(ComputeDevice device, ScalarType type, CacheRows cache) {
        return PRESENT && device.isCpu() && served(type) && (cache.scales() == null || Lanes.READS_BYTES);
    }

    private static boolean served(ScalarType type) {
        return type == ScalarType.BFloat16 || type == ScalarType.Float;
    }

    static boolean isBfloat16(Tensor tensor) {
        return type(tensor) == ScalarType.BFloat16;
    }

    private static ScalarType type(Tensor tensor) {
        // What native code returns is another object than the constant it stands for, until interned.
        return tensor.scalar_type().intern();
    }

    /** The tensor's numbers from its first one on; as far as they reach is for the caller to know. */
    static MemorySegment memory(Tensor tensor) {
        return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(Long.MAX_VALUE);
    }

    private static boolean find() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        if (!present) {
            LOG.warn("The module jdk.incubator.vector is not there, so the CPU is used at a part of its speed; "
                    + "start Java with --add-modules jdk.incubator.vector");
        }
        return present;
    }
}
