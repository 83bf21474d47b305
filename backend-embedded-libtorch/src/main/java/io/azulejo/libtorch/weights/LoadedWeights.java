package io.azulejo.libtorch.weights;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.nativelib.MappedPages;
import io.azulejo.libtorch.tensor.TensorScope;

/**
 * The weights of a model on their devices, and the mappings that those on the CPU lie in. Layers may put another form of
 * a weight in its place. Closing frees all of it: no view of a weight may be used after that.
 */
public final class LoadedWeights implements AutoCloseable {

    private final Map<String, Weight> weights;
    private final List<Arena> mappings;
    private final List<Pointer> kept = new ArrayList<>();

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

    /**
     * Puts another form of a tensor, or of several one behind the other, in their place and frees them.
     *
     * @param names of the tensors without their common suffix
     */
    public Tensor replace(String[] names, String suffix, UnaryOperator<Tensor> form) {
        try (TensorScope scope = TensorScope.open()) {
            TensorVector parts = new TensorVector();
            for (String name : names) {
                parts.push_back(require(name + suffix));
            }
            Tensor replacement = scope.release(form.apply(names.length == 1
                    ? require(names[0] + suffix)
                    : torch.cat(parts, 0)));
            kept.add(replacement);
            for (String name : names) {
                weight(name + suffix).free();
                weights.remove(name + suffix);
            }
            return replacement;
        }
    }

    /** Makes another form of a tensor that stays in use. */
    public Tensor derive(String name, UnaryOperator<Tensor> form) {
        try (TensorScope _ = TensorScope.open()) {
            Tensor derived = keep(form.apply(require(name)));
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
     */
    record Weight(Tensor tensor, @Nullable MemorySegment mapped) {

        void free() {
            tensor.close();
            rest();
        }

        /** Leaves it to be read from its file again when it is next used. */
        void rest() {
            if (mapped != null) {
                MappedPages.discard(mapped);
            }
        }
    }
}
