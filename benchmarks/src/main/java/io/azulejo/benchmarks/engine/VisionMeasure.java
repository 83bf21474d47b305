package io.azulejo.benchmarks.engine;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.model.LoadSettings;
import io.azulejo.libtorch.model.VisionLanguageModel;

/** The vision tower and projector alone, on tiles that are already cut. The model is loaded once and kept. */
final class VisionMeasure {

    private static @Nullable VisionLanguageModel model;

    private VisionMeasure() {}

    static double seconds(Path checkpoint, int tiles, long seed) {
        VisionLanguageModel loaded = model;
        if (loaded == null) {
            loaded = VisionLanguageModel.load(checkpoint, LoadSettings.defaults());
            model = loaded;
        }
        float[] pixels = new float[tiles * 3 * 448 * 448];
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        long start = System.nanoTime();
        loaded.encodeTiles(FloatBuffer.wrap(pixels), 0, tiles).close();
        return (System.nanoTime() - start) / 1e9;
    }
}
