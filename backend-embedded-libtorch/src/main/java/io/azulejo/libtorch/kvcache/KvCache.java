package io.azulejo.libtorch.kvcache;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.kernel.CacheRows;
import io.azulejo.libtorch.nativelib.ZeroedMemory;
import io.azulejo.libtorch.tensor.CacheFormat;
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
     * @param type computed in
     */
    @SuppressWarnings("TooManyParameters")
    public static KvCache allocate(int blocks, int blockSize, List<ComputeDevice> devices, int kvHeads, int headDim,
            DataType type, CacheFormat format) {
        if (blocks < 1 || blockSize < 1) {
            throw new IllegalArgumentException(
                    "A cache needs blocks of at least one position: " + blocks + " blocks of "
                            + blockSize);
        }
        long slots = (long) blocks * blockSize;
        long[] shape = {slots, kvHeads, headDim};
        ScalarType stored = format == CacheFormat.INT8 ? ScalarType.Char : type.scalarType();
        long layerBytes = 2 * slots * kvHeads * format.bytes(headDim, type);
        // One piece for all layers: large pieces come fresh from the system, smaller ones used and yet to be cleared.
        ZeroedMemory memory = ZeroedMemory
                .allocate(layerBytes * devices.stream().filter(ComputeDevice::isCpu).count());
        try (TensorScope scope = TensorScope.open()) {
            List<Layer> layers = new ArrayList<>();
            Zeros onCpu = new Zeros(memory.segment());
            for (ComputeDevice device : devices) {
                Tensor keys = scope.release(onCpu.make(device, stored, shape));
                Tensor values = scope.release(onCpu.make(device, stored, shape));
                boolean scaled = format == CacheFormat.INT8;
                Tensor keyScales = scaled ? scope.release(onCpu.make(device, ScalarType.Float, slots, kvHeads)) : null;
                Tensor valueScales = scaled
                        ? scope.release(onCpu.make(device, ScalarType.Float, slots, kvHeads))
                        : null;
                layers.add(new Layer(new CacheRows(keys, keyScales), new CacheRows(values, valueScales), blockSize));
            }
            return new KvCache(blocks, blockSize, List.copyOf(layers), memory);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    /** Tensors of zeros, on the CPU one behind the other in memory that is there already. */
    private static final class Zeros {

        private MemorySegment rest;

        Zeros(MemorySegment memory) {
            rest = memory;
        }

        Tensor make(ComputeDevice device, ScalarType type, long... shape) {
            if (!device.isCpu()) {
                return torch.zeros(shape, Tensors.options(type).device(new DeviceOptional(device.torchDevice())));
            }
            Tensor tensor = Tensors.over(rest, type, shape);
            rest = rest.asSlice(tensor.nbytes());
            return tensor;
        }
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
        layers.forEach(Layer::close);
        memory.close();
    }

    /**
     * Keys and values of one layer.
     *
     * @param keys with rotary position applied
     * @param values as projected
     * @param blockSize slots in a block
     */
    public record Layer(CacheRows keys, CacheRows values, int blockSize) {

        /**
         * Adds rows, by LibTorch's operators.
         *
         * @param slots int64, [rows], where they go
         * @param newKeys [rows, kvHeads, headDim]
         * @param newValues as keys
         */
        public void store(Tensor slots, Tensor newKeys, Tensor newValues) {
            store(keys, slots, newKeys);
            store(values, slots, newValues);
        }

        private static void store(CacheRows rows, Tensor slots, Tensor added) {
            if (rows.scales() == null) {
                rows.numbers().index_copy_(0, slots, added);
                return;
            }
            Tensor wide = added.to(ScalarType.Float);
            Tensor scales = wide.abs().amax(new long[]{-1}, false).div_(new Scalar(127.0));
            // A head of zeros has the scale 0, and codes of 0.
            Tensor codes = wide.div(scales.unsqueeze(-1).clamp_min(new Scalar(Float.MIN_NORMAL))).round_();
            rows.numbers().index_copy_(0, slots, codes.to(ScalarType.Char));
            rows.scales().index_copy_(0, slots, scales);
        }

        /**
         * The keys of a sequence.
         *
         * @param blocks int64, its blocks in order; null where they follow each other
         * @param firstSlot of the first block, where there are no blocks
         * @param context how many positions
         * @param type that codes are made numbers of
         * @return [context, kvHeads, headDim]
         */
        public Tensor readKeys(@Nullable Tensor blocks, int firstSlot, int context, ScalarType type) {
            return read(keys, blocks, firstSlot, context, type);
        }

        /** The values of a sequence, as {@link #readKeys}. */
        public Tensor readValues(@Nullable Tensor blocks, int firstSlot, int context, ScalarType type) {
            return read(values, blocks, firstSlot, context, type);
        }

        private Tensor read(CacheRows rows, @Nullable Tensor blocks, int firstSlot, int context, ScalarType type) {
            Tensor numbers = read(rows.numbers(), blocks, firstSlot, context);
            return rows.scales() == null
                    ? numbers
                    : numbers.to(ScalarType.Float).mul_(read(rows.scales(), blocks, firstSlot, context).unsqueeze(-1))
                            .to(type);
        }

        private Tensor read(Tensor stored, @Nullable Tensor blocks, int firstSlot, int context) {
            return blocks == null
                    ? stored.narrow(0, firstSlot, context)
                    : stored.unflatten(0, -1, blockSize).index_select(0, blocks).flatten(0, 1).narrow(0, 0, context);
        }

        private void close() {
            for (CacheRows rows : List.of(keys, values)) {
                rows.numbers().close();
                if (rows.scales() != null) {
                    rows.scales().close();
                }
            }
        }
    }
}
