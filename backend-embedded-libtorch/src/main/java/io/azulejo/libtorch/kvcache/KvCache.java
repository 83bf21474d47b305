package io.azulejo.libtorch.kvcache;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.azulejo.libtorch.nativelib.ZeroedMemory;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * The tensors of cached keys and values, in blocks of a fixed number of positions, for each layer on that layer's
 * device. Which sequence holds which block is not known here. Slot of a position = block number * block size +
 * position % block size.
 */
public final class KvCache implements AutoCloseable {

    private final int blocks;
    private final int blockSize;
    private final List<Layer> layers;
    /**
     * What tensors on the CPU lie in. Zeros: an unused slot that holds a NaN would spoil a masked attention row that
     * multiplies it by zero.
     */
    private final ZeroedMemory memory;

    private KvCache(int blocks, int blockSize, List<Layer> layers, ZeroedMemory memory) {
        this.blocks = blocks;
        this.blockSize = blockSize;
        this.layers = layers;
        this.memory = memory;
    }

    /**
     * @param devices the device of each layer
     * @param kvHeads key and value heads of a layer
     * @param headDim width of a head
     */
    public static KvCache allocate(int blocks, int blockSize, List<ComputeDevice> devices, int kvHeads, int headDim,
            DataType type) {
        if (blocks < 1 || blockSize < 1) {
            throw new IllegalArgumentException(
                    "A cache needs blocks of at least one position: " + blocks + " blocks of "
                            + blockSize);
        }
        long[] shape = {(long) blocks * blockSize, kvHeads, headDim};
        long bytes = shape[0] * kvHeads * headDim * type.bytes();
        // One piece for all layers: large pieces come fresh from the system, smaller ones used and yet to be cleared.
        ZeroedMemory memory = ZeroedMemory.allocate(2 * bytes * devices.stream().filter(ComputeDevice::isCpu).count());
        try (TensorScope scope = TensorScope.open()) {
            List<Layer> layers = new ArrayList<>();
            MemorySegment rest = memory.segment();
            for (ComputeDevice device : devices) {
                if (device.isCpu()) {
                    layers.add(new Layer(scope.release(Tensors.over(rest, type.scalarType(), shape)),
                            scope.release(Tensors.over(rest.asSlice(bytes), type.scalarType(), shape)), blockSize));
                    rest = rest.asSlice(2 * bytes);
                } else {
                    layers.add(new Layer(scope.release(zeros(shape, device, type)),
                            scope.release(zeros(shape, device, type)), blockSize));
                }
            }
            return new KvCache(blocks, blockSize, List.copyOf(layers), memory);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    private static Tensor zeros(long[] shape, ComputeDevice device, DataType type) {
        return torch.zeros(shape, Tensors.options(type.scalarType())
                .device(new DeviceOptional(device.torchDevice())));
    }

    public int blocks() {
        return blocks;
    }

    /** Positions in a block. */
    public int blockSize() {
        return blockSize;
    }

    /** Keys and values of one layer. */
    public Layer layer(int index) {
        return layers.get(index);
    }

    @Override
    public void close() {
        for (Layer layer : layers) {
            layer.keys().close();
            layer.values().close();
        }
        memory.close();
    }

    /**
     * Keys and values of one layer, both [slots, kvHeads, headDim].
     *
     * @param keys with rotary position applied
     * @param values as projected
     * @param blockSize slots in a block
     */
    public record Layer(Tensor keys, Tensor values, int blockSize) {}
}
