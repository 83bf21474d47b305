package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.kernel.StripMatrix;
import io.azulejo.libtorch.kernel.StripRows;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.Tensors;

/** The table that tokens' numbers are looked up in. */
public sealed interface Embedding {

    /**
     * The rows of some tokens.
     *
     * @return [ids, hidden] as they are kept, on the table's device; belongs to the scope this is called in
     */
    Tensor forward(int[] ids);

    /** By rows. */
    record Table(Tensor rows, ComputeDevice device) implements Embedding {

        @Override
        public Tensor forward(int[] ids) {
            return rows.index_select(0, device.receive(Tensors.indexes(ids)));
        }
    }

    /** Out of the strips that the head, which is the same matrix, is multiplied from. */
    record Strips(StripMatrix matrix) implements Embedding {

        @Override
        public Tensor forward(int[] ids) {
            return StripRows.of(matrix, ids);
        }
    }
}
