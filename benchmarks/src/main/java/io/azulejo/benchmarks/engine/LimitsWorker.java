package io.azulejo.benchmarks.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.nativelib.LibTorch;
import io.azulejo.libtorch.tensor.Operator;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

/** What the machine can do at most: {@code LimitsWorker THREADS}. */
public final class LimitsWorker {

    private static final long READ_BYTES = 1L << 30;
    private static final long SIDE = 2048;
    private static final int REPETITIONS = 8;
    private static final Operator LINEAR = Operator.named("mkldnn::_linear_pointwise", "");
    private static final IValue NONE = Operator.constant(new IValue());
    private static final IValue ALONE = Operator.constant(new IValue("none"));
    private static final IValue NO_SCALARS = LINEAR.emptyList(4);

    private LimitsWorker() {}

    public static void main(String[] arguments) throws IOException {
        int threads = Integer.parseInt(arguments[0]);
        LibTorch.setThreads(threads);
        Protocol.serve("", () -> (measure, _) -> Map.of("read", readBytesPerSecond(threads), "gemm",
                gemmOperationsPerSecond(Linear.multipliesBfloat16() ? ScalarType.BFloat16 : ScalarType.Float)));
        System.exit(0);
    }

    /** The C library's search for a byte that is not there: the plainest loop that reads memory, on each thread. */
    private static double readBytesPerSecond(int threads) {
        Linker linker = Linker.nativeLinker();
        MethodHandle memchr = linker.downcallHandle(linker.defaultLookup().findOrThrow("memchr"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS, ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        try (Arena arena = Arena.ofShared()) {
            long share = READ_BYTES / threads;
            MemorySegment memory = arena.allocate(share * threads, 4096).fill((byte) 1);
            double best = 0;
            for (int i = 0; i < REPETITIONS; i++) {
                long start = System.nanoTime();
                IntStream.range(0, threads).parallel().forEach(thread -> {
                    MemorySegment part = memory.asSlice(thread * share, share);
                    try {
                        long found = (long) memchr.invokeExact(part, 0, share);
                        if (found != 0) {
                            throw new IllegalStateException("The memory was filled with ones");
                        }
                    } catch (RuntimeException | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                });
                best = Math.max(best, share * threads / ((System.nanoTime() - start) / 1e9));
            }
            return best;
        }
    }

    /** A processor without bfloat16 of its own is held against float32. */
    private static double gemmOperationsPerSecond(ScalarType type) {
        try (Tensor left = random(type); Tensor right = random(type)) {
            double best = 0;
            for (int i = 0; i < REPETITIONS; i++) {
                long start = System.nanoTime();
                multiply(left, right);
                best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / ((System.nanoTime() - start) / 1e9));
            }
            return best;
        }
    }

    private static void multiply(Tensor left, Tensor right) {
        try (TensorScope _ = TensorScope.open()) {
            LINEAR.call(new IValue(left), new IValue(right), NONE, ALONE, NO_SCALARS, NONE);
        }
    }

    private static Tensor random(ScalarType type) {
        try (Tensor wide = torch.randn(new long[]{SIDE, SIDE}, Tensors.options(ScalarType.Float))) {
            return wide.to(type);
        }
    }
}
