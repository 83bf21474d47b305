package io.azulejo.libtorch.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

import io.azulejo.libtorch.nativelib.LibTorch;

/** An operator of LibTorch's that has no Java method: reached by name through the dispatcher. */
public final class Operator {

    private final OperatorHandle handle;

    private Operator(OperatorHandle handle) {
        this.handle = handle;
    }

    /**
     * @param name with its namespace, as {@code mkldnn::_linear_pointwise}
     * @param overload empty for the plain one
     * @throws RuntimeException where this build of LibTorch has no such operator
     */
    public static Operator named(String name, String overload) {
        LibTorch.load();
        return new Operator(constant(new OperatorHandle(Dispatcher.singleton().findSchemaOrThrow(name, overload))));
    }

    /** What LibTorch says of a failed call, without the native frames that it writes under that. */
    public static String problem(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /** Calls it; the tensor that it gives belongs to the scope it is called in. */
    public Tensor call(IValue... arguments) {
        try (IValueVector stack = new IValueVector(arguments)) {
            handle.callBoxed(stack);
            // What the stack gives is a view of its own element, which goes with it.
            return new Tensor(stack.get(0).toTensor());
        }
    }

    /** An empty list for an argument that takes one; its type has to be the schema's own. Lives as long as the process. */
    public IValue emptyList(int argument) {
        return constant(new IValue(new GenericList(
                handle.schema().arguments().position(argument).real_type().get().containedType(0))));
    }

    /** A native object that is used again and again: lives as long as the process, whatever scope is open. */
    public static <P extends Pointer> P constant(P pointer) {
        pointer.retainReference();
        return pointer;
    }
}
