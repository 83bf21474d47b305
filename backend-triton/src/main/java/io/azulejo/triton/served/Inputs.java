package io.azulejo.triton.served;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.azulejo.triton.client.Datatype;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.ModelMetadata.TensorSpec;
import io.azulejo.triton.client.Tensor;

/**
 * Fills in a model's inputs in the types and with the dimensions that its metadata names: a model with batches has one
 * more in front. What the model has no input for is left out.
 */
final class Inputs {

    private final ModelMetadata metadata;
    private final InferenceRequest.Builder request;

    Inputs(ModelMetadata metadata, String version, Question question) {
        this.metadata = metadata;
        this.request = InferenceRequest.builder(metadata.name()).version(version).id(question.id())
                .timeout(question.timeout());
        question.headers().forEach(request::header);
    }

    InferenceRequest.Builder request() {
        return request;
    }

    Inputs texts(String name, String... values) {
        return tensor(Tensor.ofStrings(name, values));
    }

    Inputs flag(String name, boolean value) {
        return tensor(Tensor.ofBooleans(name, value));
    }

    /** A whole number in the input's own type. */
    Inputs whole(String name, long value) {
        metadata.input(name).ifPresent(spec -> tensor(switch (spec.datatype()) {
            case INT64 -> Tensor.ofLongs(name, value);
            case UINT64 -> Tensor.ofUnsignedLongs(name, value);
            default -> Tensor.ofInts(name, Math.toIntExact(value));
        }));
        return this;
    }

    /** A number in the input's own type. */
    Inputs number(String name, double value) {
        metadata.input(name).ifPresent(spec -> tensor(spec.datatype() == Datatype.FP64
                ? Tensor.ofDoubles(name, value)
                : Tensor.ofFloats(name, spec.datatype(), (float) value)));
        return this;
    }

    Inputs tensor(Tensor tensor) {
        metadata.input(tensor.name()).ifPresent(spec -> request.input(inRank(tensor, spec)));
        return this;
    }

    private static Tensor inRank(Tensor tensor, TensorSpec spec) {
        int missing = spec.shape().size() - tensor.shape().size();
        if (missing <= 0) {
            return tensor;
        }
        List<Long> shape = new ArrayList<>(tensor.shape());
        for (int i = 0; i < missing; i++) {
            shape.addFirst(1L);
        }
        return tensor.reshaped(shape.stream().mapToLong(Long::longValue).toArray());
    }

    /** The tensor's elements as another type of floating-point numbers. */
    static Tensor convert(Tensor tensor, Datatype datatype) {
        if (tensor.datatype() == datatype) {
            return tensor;
        }
        return Tensor.ofFloats(tensor.name(), datatype, tensor.floats())
                .reshaped(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    }

    /** @return the tensor's last dimensions, those of a batch of one left out */
    static long[] lastDimensions(Tensor tensor, int rank) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        return Arrays.copyOfRange(shape, Math.max(0, shape.length - rank), shape.length);
    }
}
