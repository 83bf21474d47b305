package io.azulejo.libtorch.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;

import io.azulejo.libtorch.nativelib.LibTorch;

/**
 * Owns every native object made on this thread while it is open and frees them all when it closes, so that nothing
 * waits for the garbage collector. Inside it LibTorch records nothing for gradients. Scopes nest; close them on the
 * thread that opened them, the inner one first.
 * <p>
 * A tensor that outlives the scope is handed out with {@link #release}; its receiver closes it.
 */
public final class TensorScope implements AutoCloseable {

    static {
        LibTorch.load();
    }

    private final PointerScope pointers;
    private final InferenceMode inference;

    private TensorScope() {
        pointers = new PointerScope();
        inference = new InferenceMode(true);
        // The guard restores the mode of the scope around it: it goes last, after everything made under it.
        pointers.detach(inference);
    }

    public static TensorScope open() {
        return new TensorScope();
    }

    /** Takes a native object out of this scope: from now on the caller owns and closes it. */
    public <P extends Pointer> P release(P pointer) {
        pointers.detach(pointer);
        return pointer;
    }

    @Override
    public void close() {
        pointers.close();
        inference.close();
    }
}
