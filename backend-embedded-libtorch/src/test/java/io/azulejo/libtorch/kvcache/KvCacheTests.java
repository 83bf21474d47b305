package io.azulejo.libtorch.kvcache;

import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

import io.azulejo.libtorch.tensor.CacheFormat;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The way by LibTorch's operators, which devices without kernels of our own take. */
class KvCacheTests {

    private static final int BLOCK_SIZE = 4;

    @Test
    void rowsStoredInInt8AreReadBackAsNearAsTheirScaleAllows() {
        try (TensorScope _ = TensorScope.open(); KvCache cache = cache(CacheFormat.INT8)) {
            // The second head of the keys is all zeros, whose scale is 0.
            Tensor keys = torch.randn(new long[]{3, 2, 8});
            keys.select(1, 1).zero_();
            Tensor values = torch.randn(new long[]{3, 2, 8});
            cache.layer(1).store(Tensors.indexes(new int[]{8, 9, 2}), keys, values);

            // Blocks 2 and 0: positions 0 and 1 are slots 8 and 9, position 6 is slot 2.
            Tensor blocks = Tensors.indexes(new int[]{2, 0});
            assertNear(cache.layer(1).readKeys(blocks, 0, 7, ScalarType.Float), keys);
            assertNear(cache.layer(1).readValues(blocks, 0, 7, ScalarType.Float), values);
            assertThat(Tensors.toFloats(cache.layer(0).readKeys(null, 0, 12, ScalarType.Float))).containsOnly(0);
        }
    }

    @Test
    void rowsStoredAsComputedAreReadBackAsTheyAre() {
        try (TensorScope _ = TensorScope.open(); KvCache cache = cache(CacheFormat.AS_COMPUTED)) {
            Tensor keys = torch.randn(new long[]{3, 2, 8});
            cache.layer(0).store(Tensors.indexes(new int[]{4, 5, 6}), keys, keys);
            assertThat(Tensors.toFloats(cache.layer(0).readKeys(null, 4, 3, ScalarType.Float)))
                    .isEqualTo(Tensors.toFloats(keys));
        }
    }

    private static KvCache cache(CacheFormat format) {
        return KvCache.allocate(3, BLOCK_SIZE, List.of(ComputeDevice.CPU, ComputeDevice.CPU), 2, 8, DataType.FLOAT32,
                format);
    }

    private static void assertNear(Tensor read, Tensor stored) {
        int[] positions = {0, 1, 6};
        for (int row = 0; row < positions.length; row++) {
            for (int head = 0; head < 2; head++) {
                Tensor exact = stored.select(0, row).select(0, head);
                float most = exact.abs().max().item().toFloat();
                assertThat(Tensors.toFloats(read.select(0, positions[row]).select(0, head)))
                        .containsExactly(Tensors.toFloats(exact), within(most / 254 * 1.001f));
            }
        }
    }
}
