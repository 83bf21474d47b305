package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.weights.LoadedWeights;

/**
 * bfloat16 weights on the CPU, once reordered as oneDNN's products read them: one row then runs at the memory's speed,
 * which is about twice that of weights as they are stored. What follows a product is done while its outputs are still in
 * registers, in float32.
 *
 * @param weight the reordered weight, [outputs, inputs]
 * @param bias [outputs], or none
 */
record PackedLinear(IValue weight, IValue bias) implements Linear {

    /** Whether the weights of a layer can be packed: bfloat16 on a CPU that multiplies it. */
    static boolean packs(Tensor weight) {
        return weight.is_cpu() && weight.scalar_type().intern() == ScalarType.BFloat16 && OneDnn.multipliesBfloat16();
    }

    /** Packs the weights of layers, which are freed as they are. */
    static PackedLinear of(LoadedWeights weights, String... names) {
        Tensor packed = weights.replace(names, ".weight", OneDnn::pack);
        return new PackedLinear(weights.keep(new IValue(packed)), weights.find(names[0] + ".bias") == null
                ? OneDnn.NONE
                : weights.keep(new IValue(weights.join(names, ".bias"))));
    }

    /** Packs a copy of a weight that is also used as it is. */
    static PackedLinear copyOf(LoadedWeights weights, String name) {
        return new PackedLinear(weights.derive(name, weight -> weights.keep(new IValue(OneDnn.pack(weight)))),
                OneDnn.NONE);
    }

    @Override
    public Tensor forward(Tensor x) {
        return OneDnn.linear(x, weight, bias);
    }

    @Override
    public Tensor forward(Tensor x, Activation activation) {
        return OneDnn.linear(x, weight, bias, activation);
    }

    @Override
    public Tensor forwardPlus(Tensor x, Tensor addend) {
        return OneDnn.linearPlus(x, addend, weight, bias);
    }

    @Override
    public Tensor forwardTimes(Tensor x, Tensor factor) {
        return OneDnn.linearTimes(x, factor, weight, bias);
    }
}
