package io.azulejo.libtorch.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.weights.Checkpoint;
import io.azulejo.libtorch.weights.ExpectedTensor;
import io.azulejo.libtorch.weights.LoadException;
import io.azulejo.libtorch.weights.TensorInfo;

/** Holds a checkpoint's tensors against those its configuration needs, before any is loaded. */
final class CheckpointCheck {

    private static final int NAMES_SHOWN = 5;

    private CheckpointCheck() {}

    /**
     * @throws LoadException where a tensor is missing, has another shape, is of a type weights do not have, or is there
     *         and would not be used
     */
    static void check(Checkpoint checkpoint, WeightSchema schema) {
        checkPresent(checkpoint, schema.tensors());
        Set<String> used = schema.tensors().stream().map(ExpectedTensor::name).collect(Collectors.toSet());
        List<String> unused = checkpoint.tensors().stream().map(TensorInfo::name)
                .filter(name -> !used.contains(name) && !schema.ignores(name)).toList();
        if (!unused.isEmpty()) {
            throw new LoadException(checkpoint.find(unused.getFirst()).orElseThrow().file(), unused.getFirst(),
                    (unused.size() == 1
                            ? "the tensor would not be used"
                            : unused.size() + " tensors would not be used (" + shown(unused) + ")")
                            + ": config.json describes another model than the one stored.");
        }
    }

    /** @throws LoadException where a tensor is missing, has another shape, or is of a type weights do not have */
    static void checkPresent(Checkpoint checkpoint, List<ExpectedTensor> tensors) {
        List<String> missing = new ArrayList<>();
        for (ExpectedTensor expected : tensors) {
            TensorInfo found = checkpoint.find(expected.name()).orElse(null);
            if (found == null) {
                missing.add(expected.name());
            } else if (!found.shape().equals(expected.shape())) {
                throw new LoadException(found.file(), found.name(), "its shape is " + found.shape()
                        + ", but config.json makes it " + expected.shape() + ".");
            } else {
                found.type();
            }
        }
        if (!missing.isEmpty()) {
            throw new LoadException(checkpoint.directory(), missing.getFirst(), missing.size() == 1
                    ? "the tensor is missing."
                    : "the tensor is missing; " + missing.size() + " are: " + shown(missing) + ".");
        }
    }

    private static String shown(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
        return names.size() > NAMES_SHOWN ? shown + ", ..." : shown;
    }
}
