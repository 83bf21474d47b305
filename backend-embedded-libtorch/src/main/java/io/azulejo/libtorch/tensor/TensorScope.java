package io.azulejo.libtorch.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;

import io.azulejo.libtorch.nativelib.LibTorch;

/**
 * Owns every native object made on this thread while it is open and frees them all when it closes, so that nothing
 * waits for the garbage collector. Inside it LibTorch records nothing for gradients. Scopes nest; close them on the
 * thread that opened them, the inner one first.
 */
public final class TensorScope implements AutoCloseable {

    static {
        LibTorch.load();
    }

    private final PointerScope pointers;
    private final InferenceMode inference;

    private TensorScope() {
        // Made before the scope, so that the scope does not own it: it goes last, after everything made under it.
        inference = new InferenceMode(true);
        inference.retainReference();
        pointers = new PointerScope();
    }

    public static TensorScope open() {
        return new TensorScope();
    }

    /** Lets a native object outlive this scope and every scope around it: the caller owns it and closes it. */
    public <P extends Pointer> P release(P pointer) {
        pointer.retainReference();
        return pointer;
    }

    @Override
    public void close() {
        pointers.close();
        // Down to nothing, also where a scope around this one counts it among its own.
        inference.deallocate();
    }
}
