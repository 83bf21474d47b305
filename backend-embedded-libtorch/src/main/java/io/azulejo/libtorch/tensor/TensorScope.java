package io.azulejo.libtorch.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.jspecify.annotations.Nullable;

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

    private final @Nullable PointerScope around;
    private final PointerScope pointers;
    private final InferenceMode inference;

    private TensorScope() {
        // Made before the scope, so that the scope does not own it: it goes last, after everything made under it.
        inference = new InferenceMode(true);
        inference.retainReference();
        around = PointerScope.getInnerScope();
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

    /**
     * Hands a native object to the scope around this one. It may still be closed before that scope is.
     *
     * @throws IllegalStateException where no scope is around this one
     */
    public <P extends Pointer> P passOn(P pointer) {
        if (around == null) {
            throw new IllegalStateException("No scope is open around this one.");
        }
        around.attach(pointer);
        return pointer;
    }

    @Override
    public void close() {
        pointers.close();
        // Down to nothing, also where a scope around this one counts it among its own.
        inference.deallocate();
    }
}
