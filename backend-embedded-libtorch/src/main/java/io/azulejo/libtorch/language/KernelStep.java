package io.azulejo.libtorch.language;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.kernel.PagedAttention;
import io.azulejo.libtorch.kernel.RotaryKernel;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.RotaryEmbedding.Angles;
import io.azulejo.libtorch.tensor.ComputeDevice;

/**
 * By kernels of our own, on the CPU: rows of sequences that decode read the cache's blocks where they lie, all together.
 *
 * @param angles turn of each row
 * @param slots where the rows' keys and values go
 * @param decodes sequences of one row
 * @param prefills sequences of several
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
record KernelStep(Angles angles, int[] slots, List<PagedAttention.Reader> decodes, List<SequenceView> prefills)
        implements
            StepOnDevice {

    static KernelStep of(Step step, ComputeDevice device, Angles angles) {
        List<PagedAttention.Reader> decodes = new ArrayList<>();
        List<SequenceView> prefills = new ArrayList<>();
        for (int i = 0; i < step.sequences(); i++) {
            if (step.rows(i) == 1) {
                decodes.add(new PagedAttention.Reader(step.rowStart(i), step.blocks(i), step.context(i)));
            } else {
                prefills.add(SequenceView.of(step, i, device));
            }
        }
        return new KernelStep(angles, step.slots(), decodes, prefills);
    }

    @Override
    public Tensor attend(Tensor qkv, LanguageConfig config, KvCache.Layer cache) {
        int heads = config.heads();
        int kvHeads = config.kvHeads();
        int headDim = config.headDim();
        RotaryKernel.turnAndStore(qkv, angles.cos(), angles.sin(), heads, kvHeads, headDim, cache.keys(),
                cache.values(), slots);
        Tensor all = qkv.view(qkv.size(0), heads + 2L * kvHeads, headDim);
        if (decodes.isEmpty() && prefills.size() == 1) {
            return attend(prefills.getFirst(), all, heads, kvHeads, cache);
        }
        Tensor out = qkv.new_empty(qkv.size(0), (long) heads * headDim);
        if (!decodes.isEmpty()) {
            PagedAttention.forward(qkv, cache.keys(), cache.values(),
                    new PagedAttention.Shape(heads, kvHeads, headDim, cache.blockSize()), decodes, out);
        }
        for (SequenceView view : prefills) {
            out.narrow(0, view.rowStart(), view.rows()).copy_(attend(view, all, heads, kvHeads, cache));
        }
        return out;
    }

    private static Tensor attend(SequenceView view, Tensor all, long heads, long kvHeads, KvCache.Layer cache) {
        return view.attend(all.narrow(1, 0, heads), all.narrow(1, heads, kvHeads),
                all.narrow(1, heads + kvHeads, kvHeads), cache);
    }

    @Override
    public Tensor turn(Tensor x) {
        return angles.on(ComputeDevice.CPU, x.scalar_type()).apply(x);
    }
}
