package io.azulejo.libtorch.tensor;

import java.lang.foreign.MemorySegment;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from Java's numbers and back. All belong to the scope they are made in and lie on the CPU. */
public final class Tensors {

    private Tensors() {}

    /** An int64 vector, as indexes are. */
    public static Tensor indexes(int[] values) {
        Tensor tensor = torch.empty(new long[]{values.length}, options(ScalarType.Long), null);
        if (values.length > 0) {
            LongPointer data = tensor.data_ptr_long();
            for (int i = 0; i < values.length; i++) {
                data.put(i, values[i]);
            }
        }
        return tensor;
    }

    /** A float32 vector of whole numbers. */
    public static Tensor floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats(floats);
    }

    /** A float32 vector. */
    public static Tensor floats(float[] values) {
        Tensor tensor = torch.empty(new long[]{values.length}, options(ScalarType.Float), null);
        if (values.length > 0) {
            FloatPointer data = tensor.data_ptr_float();
            data.put(values, 0, values.length);
        }
        return tensor;
    }

    /** All numbers of a tensor, row-major. */
    public static float[] toFloats(Tensor tensor) {
        try (TensorScope _ = TensorScope.open()) {
            Tensor plain = tensor.to(ComputeDevice.CPU.torchDevice(), ScalarType.Float).contiguous();
            float[] values = new float[Math.toIntExact(plain.numel())];
            if (values.length > 0) {
                plain.data_ptr_float().get(values);
            }
            return values;
        }
    }

    /**
     * A tensor over memory that lives as long as the tensor is used.
     *
     * @param memory its numbers, row by row
     */
    public static Tensor over(MemorySegment memory, ScalarType type, long... sizes) {
        return torch.from_blob(new SegmentPointer(memory), sizes, options(type));
    }

    /** Options for a tensor of this type on the CPU. */
    public static TensorOptions options(ScalarType type) {
        return new TensorOptions().dtype(new ScalarTypeOptional(type));
    }
}
