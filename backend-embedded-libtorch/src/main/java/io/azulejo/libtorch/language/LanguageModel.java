package io.azulejo.libtorch.language;

import java.util.List;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.kvcache.KvCache;
import io.azulejo.libtorch.layer.Embedding;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.layer.RmsNorm;
import io.azulejo.libtorch.layer.RotaryEmbedding;
import io.azulejo.libtorch.layer.RotaryEmbedding.Angles;
import io.azulejo.libtorch.layer.TiedHead;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.weights.LoadedWeights;

/** The decoder, its layers where the plan puts them; activations follow from device to device. */
public final class LanguageModel {

    private final Embedding embedding;
    private final ScalarType type;
    private final ComputeDevice embeddingDevice;
    private final List<DecoderLayer> layers;
    private final List<ComputeDevice> layerDevices;
    /** The first layer of each run of layers on one device, and the number of layers. */
    private final int[] stageStarts;
    private final RmsNorm norm;
    private final ComputeDevice normDevice;
    private final Linear head;
    private final ComputeDevice headDevice;
    private final int vocabularySize;
    private final RotaryEmbedding rotary;
    private final ActivationTransfer transfer;

    private LanguageModel(LoadedWeights weights, ModelConfig config, DataType type, DevicePlan plan,
            ActivationTransfer transfer) {
        LanguageConfig language = config.language();
        this.type = type.scalarType();
        this.transfer = transfer;
        String table = WeightSchema.embedding(config);
        embeddingDevice = plan.deviceOf(table);
        // First, since a form of its own is made beside what it is made of: the largest matrix, when least is held.
        if (language.tiedHead()) {
            TiedHead tied = TiedHead.of(weights, table, embeddingDevice);
            head = tied.head();
            embedding = tied.embedding();
        } else {
            head = Linear.of(weights, WeightSchema.head(config));
            embedding = new Embedding.Table(weights.require(table + ".weight"), embeddingDevice);
        }
        layers = IntStream.range(0, language.layers())
                .mapToObj(i -> DecoderLayer.of(weights, language, WeightSchema.layer(config, i))).toList();
        layerDevices = IntStream.range(0, language.layers())
                .mapToObj(i -> plan.deviceOf(WeightSchema.layer(config, i))).toList();
        stageStarts = IntStream.rangeClosed(0, language.layers()).filter(i -> i == 0 || i == language.layers()
                || !layerDevices.get(i).equals(layerDevices.get(i - 1))).toArray();
        norm = RmsNorm.of(weights, WeightSchema.finalNorm(config), language.normEps());
        normDevice = plan.deviceOf(WeightSchema.finalNorm(config));
        headDevice = language.tiedHead() ? embeddingDevice : plan.deviceOf(WeightSchema.head(config));
        vocabularySize = config.vocabularySize();
        rotary = new RotaryEmbedding(language);
    }

    /** The decoder of a model whose weights are loaded as the plan says. */
    public static LanguageModel of(LoadedWeights weights, ModelConfig config, DataType type, DevicePlan plan,
            ActivationTransfer transfer) {
        return new LanguageModel(weights, config, type, plan, transfer);
    }

    /** The device of each layer. */
    public List<ComputeDevice> layerDevices() {
        return layerDevices;
    }

    /** The embeddings of some tokens, [ids, hidden], on the embedding's device. */
    public Tensor embed(int[] ids) {
        return embedding.forward(ids).to(type);
    }

    /**
     * Rows on their way through the layers.
     *
     * @param embeddings [rows, hidden] on the embedding's device; closed as soon as they are used
     * @param step where the rows belong
     */
    public record Rows(Tensor embeddings, Step step) {}

    /**
     * Runs the layers.
     *
     * @param parts rows that take the way one behind the other: while one part is on the second of several GPUs, the next
     *        is on the first, for work is only queued there and not waited for
     * @param cache keys and values; the rows' own are added
     * @param probe sees the queries of the layers that it wants; null where nobody looks
     * @return of each part [rows, hidden] before the final norm, on the last layer's device; belong to the scope this is
     *         called in
     */
    public List<Tensor> forward(List<Rows> parts, KvCache cache, @Nullable AttentionProbe probe) {
        List<Pass> passes = parts.stream()
                .map(rows -> new Pass(rows.step(), rotary.at(rows.step().positions()), rows.embeddings())).toList();
        int stages = stageStarts.length - 1;
        for (int wave = 0; wave < stages + passes.size() - 1; wave++) {
            for (int part = Math.max(0, wave - stages + 1); part <= Math.min(wave, passes.size() - 1); part++) {
                run(passes.get(part), wave - part, cache, probe);
            }
        }
        return passes.stream().map(pass -> pass.x).toList();
    }

    private void run(Pass pass, int stage, KvCache cache, @Nullable AttentionProbe probe) {
        int first = stageStarts[stage];
        ComputeDevice before = first == 0 ? embeddingDevice : layerDevices.get(first - 1);
        ComputeDevice device = layerDevices.get(first);
        // Made outside of the layer's scope: the other layers on that device use it too.
        StepOnDevice onDevice = pass.step.on(device, pass.angles, type, cache.layer(first));
        for (int i = first; i < stageStarts[stage + 1]; i++) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor in = i == first ? move(pass.x, before, device) : pass.x;
                Tensor queries = probe != null && probe.wants(i) ? layers.get(i).queries(in, onDevice) : null;
                Tensor out = scope.passOn(layers.get(i).forward(in, onDevice, cache.layer(i)));
                if (probe != null && queries != null) {
                    probe.see(i, queries, cache.layer(i));
                }
                pass.x.close();
                pass.x = out;
            }
        }
    }

    /** How far a part has come. */
    private static final class Pass {

        private final Step step;
        private final Angles angles;
        private Tensor x;

        Pass(Step step, Angles angles, Tensor embeddings) {
            this.step = step;
            this.angles = angles;
            x = embeddings;
        }
    }

    /**
     * Logits of some rows.
     *
     * @param hidden what {@link #forward} gave
     * @param rows indexes of the rows wanted
     * @return float32 on the CPU, [rows wanted, vocabulary]
     */
    public Tensor logits(Tensor hidden, int[] rows) {
        if (rows.length == 0) {
            return torch.empty(new long[]{0, vocabularySize}, Tensors.options(ScalarType.Float), null);
        }
        ComputeDevice last = layerDevices.getLast();
        Tensor wanted = hidden.index_select(0, last.receive(Tensors.indexes(rows)));
        Tensor normed = norm.forward(move(wanted, last, normDevice));
        Tensor logits = head.forward(move(normed, normDevice, headDevice));
        return logits.to(ComputeDevice.CPU.torchDevice(), ScalarType.Float).contiguous();
    }

    private Tensor move(Tensor x, ComputeDevice from, ComputeDevice to) {
        return from.equals(to) ? x : transfer.move(x, from, to);
    }
}
