package io.azulejo.libtorch.nativelib;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** The native library, loaded once in the process. */
public final class LibTorch {

    static {
        // JavaCPP counts the pages of mapped weights as its own and would refuse to go on past twice the Java heap;
        // what fits is checked before loading instead.
        setUnlessGiven("org.bytedeco.javacpp.maxBytes", "0");
        setUnlessGiven("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }

    private LibTorch() {}

    /**
     * Loads the library, where that has not happened yet.
     *
     * @throws IllegalStateException where there is none for this platform
     */
    public static void load() {
        Loading.done();
    }

    /** How many threads an operator may use on the CPU. */
    public static void setThreads(int threads) {
        load();
        torch.set_num_threads(threads);
    }

    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /** The number of CUDA devices that this build of LibTorch can use; 0 with the CPU build. */
    public static int cudaDevices() {
        load();
        return torch.cuda_is_available() ? torch.cuda_device_count() : 0;
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static final class Loading {

        static {
            // OpenBLAS would start threads of its own inside each of LibTorch's: they fight for the same cores.
            Environment.setUnlessGiven("OPENBLAS_NUM_THREADS", "1");
            // A thread that waits for another one spins for about 30 us, then sleeps: on a core that it shares with
            // other work, spinning keeps the very thread that it waits for from running.
            Environment.setUnlessGiven("GOMP_SPINCOUNT", "10000");
            try {
                Loader.load(torch.class);
            } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
                throw new IllegalStateException("LibTorch has no native library for " + Loader.Detector.getPlatform()
                        + " on the class path, or it cannot be loaded: " + e.getMessage(), e);
            }
        }

        static void done() {
            // Being called is enough: the class is initialised by then.
        }
    }
}
