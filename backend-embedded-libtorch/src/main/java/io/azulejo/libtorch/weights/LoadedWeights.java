package io.azulejo.libtorch.weights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.nativelib.MemoryAdvice;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.WeightFormat;

/**
 * The weights of a model on their devices, and the mappings that those on the CPU lie in. Layers may put another form of
 * a weight in its place. Closing frees all of it: no view of a weight may be used after that.
 */
public final class LoadedWeights implements AutoCloseable {

    private final Map<String, Weight> weights;
    private final List<Arena> mappings;
    private final List<Pointer> kept = new ArrayList<>();
    private final WeightMemory memory = new WeightMemory();

    LoadedWeights(Map<String, Weight> weights, List<Arena> mappings) {
        this.weights = new HashMap<>(weights);
        this.mappings = List.copyOf(mappings);
    }

    /** A tensor that was expected, and so is there. */
    public Tensor require(String name) {
        return weight(name).tensor();
    }

    /** A tensor, or null where the model has none of that name. */
    public @Nullable Tensor find(String name) {
        Weight weight = weights.get(name);
        return weight == null ? null : weight.tensor();
    }

    /** Puts tensors one behind the other along their first dimension into one, which takes their place. */
    public Tensor join(String[] names, String suffix) {
        return names.length == 1
                ? require(names[0] + suffix)
                : replace(names, suffix, UnaryOperator.identity());
    }

    /** How the matrix of this name is to be kept; the form that it is in is the layer's business. */
    public WeightFormat format(String name) {
        return weight(name).format();
    }

    /**
     * Puts another form of a tensor, or of several one behind the other, in their place and frees them.
     *
     * @param names of the tensors without their common suffix
     */
    public Tensor replace(String[] names, String suffix, UnaryOperator<Tensor> form) {
        return consume(names, suffix, tensor -> keep(form.apply(tensor)));
    }

    /**
     * Makes something of a tensor, or of several one behind the other, and frees them. What is made keeps what it needs
     * by {@link #keep}.
     *
     * @param names of the tensors without their common suffix
     */
    public <T> T consume(String[] names, String suffix, Function<Tensor, T> form) {
        try (TensorScope _ = TensorScope.open()) {
            TensorVector parts = new TensorVector();
            for (String name : names) {
                parts.push_back(require(name + suffix));
            }
            T made = form.apply(names.length == 1 ? require(names[0] + suffix) : torch.cat(parts, 0));
            for (String name : names) {
                weight(name + suffix).free();
                weights.remove(name + suffix);
            }
            return made;
        }
    }

    /** Makes something of a tensor that stays in use. */
    public <T> T derive(String name, Function<Tensor, T> form) {
        try (TensorScope _ = TensorScope.open()) {
            T derived = form.apply(require(name));
            weight(name).rest();
            return derived;
        }
    }

    /** Keeps a native object, made from weights, until these close. */
    public <P extends Pointer> P keep(P pointer) {
        pointer.retainReference();
        kept.add(pointer);
        return pointer;
    }

    /** Memory for what is made from weights, until these close; aligned for vectors. */
    public MemorySegment allocate(long bytes) {
        return memory.allocate(bytes);
    }

    /** Files that stay mapped because weights lie in them. */
    public int mappedFiles() {
        return mappings.size();
    }

    @Override
    public void close() {
        kept.forEach(Pointer::close);
        kept.clear();
        weights.values().forEach(weight -> weight.tensor().close());
        weights.clear();
        memory.close();
        mappings.forEach(mapping -> {
            if (mapping.scope().isAlive()) {
                mapping.close();
            }
        });
    }

    private Weight weight(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("The schema of the weights lacks " + name);
        }
        return weight;
    }

    /**
     * One tensor.
     *
     * @param mapped the part of a mapped file that it is, or null where it has memory of its own
     * @param format how it is to be kept
     */
    record Weight(Tensor tensor, @Nullable MemorySegment mapped, WeightFormat format) {

        void free() {
            tensor.close();
            rest();
        }

        /** Leaves it to be read from its file again when it is next used. */
        void rest() {
            if (mapped != null) {
                MemoryAdvice.DISCARD.give(mapped);
            }
        }
    }
}
