package io.azulejo.libtorch.language;

import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.RotaryEmbedding.Angles;
import io.azulejo.libtorch.layer.RotaryEmbedding.Rotation;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * By LibTorch's operators, on any device.
 *
 * @param rotation turn of each row
 * @param slots [rows], where the rows' keys and values go
 * @param sequences what each sequence reads
 */
record TensorStep(Rotation rotation, Tensor slots, List<SequenceView> sequences) implements StepOnDevice {

    static TensorStep of(Step step, ComputeDevice device, Angles angles, ScalarType type) {
        return new TensorStep(angles.on(device, type), device.receive(Tensors.indexes(step.slots())),
                IntStream.range(0, step.sequences()).mapToObj(i -> SequenceView.of(step, i, device)).toList());
    }

    @Override
    public Tensor attend(Tensor qkv, LanguageConfig config, KvCache.Layer cache) {
        long heads = config.heads();
        long kvHeads = config.kvHeads();
        Tensor all = qkv.view(qkv.size(0), heads + 2 * kvHeads, config.headDim());
        Tensor turned = rotation.apply(all.narrow(1, 0, heads + kvHeads));
        Tensor queries = turned.narrow(1, 0, heads);
        Tensor keys = turned.narrow(1, heads, kvHeads);
        Tensor values = all.narrow(1, heads + kvHeads, kvHeads);
        cache.store(slots, keys, values);
        if (sequences.size() == 1) {
            return sequences.getFirst().attend(queries, keys, values, cache);
        }
        TensorVector outputs = new TensorVector();
        for (SequenceView view : sequences) {
            outputs.push_back(view.attend(queries, keys, values, cache));
        }
        return torch.cat(outputs, 0);
    }

    @Override
    public Tensor turn(Tensor x) {
        return rotation.apply(x);
    }
}
