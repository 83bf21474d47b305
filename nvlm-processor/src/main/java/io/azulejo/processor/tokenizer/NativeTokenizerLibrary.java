package io.azulejo.processor.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import org.jspecify.annotations.Nullable;

/**
 * Loads the native library that DJL's tokenizers bring, once. It is called below DJL's own tokenizer class on purpose:
 * that class reports to a telemetry service when the first tokenizer is made, cuts texts at 512 tokens unless told
 * otherwise, and makes an object for every token. While the library is loaded DJL is told to stay offline and to use the
 * CPU flavour, since on a machine with a GPU it would otherwise download another one.
 */
public final class NativeTokenizerLibrary {

    private static @Nullable Path directory;
    private static boolean loaded;

    private NativeTokenizerLibrary() {}

    /**
     * Where the library file (15 MB) is unpacked. Has to be called before the first tokenizer is loaded; the default is
     * {@code .azulejo/native} in the user's home, or in the temporary directory where the home cannot be written.
     */
    public static synchronized void useDirectory(Path directory) {
        NativeTokenizerLibrary.directory = directory;
    }

    static synchronized void load() {
        if (loaded) {
            return;
        }
        Path cache = directory == null ? defaultDirectory() : directory;
        Map<String, @Nullable String> before = new HashMap<>();
        Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true", "ENGINE_CACHE_DIR", cache.toString())
                .forEach((key, value) -> before.put(key, System.setProperty(key, value)));
        try {
            LibUtils.checkStatus();
            loaded = true;
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            throw new IllegalStateException("The native tokenizer library cannot be loaded from " + cache
                    + ": is the directory writable, and is this platform among those of DJL's tokenizers?", e);
        } finally {
            before.forEach(NativeTokenizerLibrary::restore);
        }
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            System.clearProperty(key);
        } else {
            System.setProperty(key, value);
        }
    }

    private static Path defaultDirectory() {
        Path home = Path.of(System.getProperty("user.home", "."));
        return (Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"))).resolve(".azulejo")
                .resolve("native");
    }
}
