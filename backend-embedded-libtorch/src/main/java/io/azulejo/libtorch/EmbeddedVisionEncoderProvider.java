package io.azulejo.libtorch;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.backend.Settings;
import io.azulejo.api.backend.VisionEncoder;
import io.azulejo.api.backend.VisionEncoderProvider;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.libtorch.model.LoadSettings;
import io.azulejo.libtorch.model.VisionModel;
import io.azulejo.libtorch.weights.LoadException;

/** The engine's vision tower for decoders that run elsewhere. */
public final class EmbeddedVisionEncoderProvider implements VisionEncoderProvider {

    @Override
    public VisionEncoder load(Path checkpoint, Settings settings) {
        LoadSettings load = new LoadSettings(ModelSettings.dtype(settings, "vision-dtype"), null,
                ModelSettings.weights(settings, "vision-weights"), ModelSettings.deviceMap(settings, "vision-device"),
                0, 0, (_, _) -> {});
        try {
            return new Encoder(VisionModel.load(checkpoint, load));
        } catch (LoadException e) {
            throw settings.invalid("vision-path", "The vision tower cannot be loaded: " + e.getMessage(),
                    "Give the directory of a checkpoint whose vision tower and projector are there.");
        }
    }

    /** The model is for one thread at a time; others wait. */
    private static final class Encoder implements VisionEncoder {

        private final ReentrantLock lock = new ReentrantLock();
        private final int hiddenSize;
        private @Nullable VisionModel model;

        Encoder(VisionModel model) {
            this.model = model;
            this.hiddenSize = model.hiddenSize();
        }

        @Override
        public float[] encode(FloatBuffer pixels, int tiles) {
            lock.lock();
            try {
                if (model == null) {
                    throw new BackendUnavailableException("The vision encoder is closed.", null);
                }
                return model.encode(pixels, tiles);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int hiddenSize() {
            return hiddenSize;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (model != null) {
                    model.close();
                    model = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
