package io.azulejo.api.backend;

import java.nio.file.Path;

/** Loads vision encoders. Found through {@link java.util.ServiceLoader}. */
public interface VisionEncoderProvider {

    /**
     * Loads tower and projector of a checkpoint; the decoder's weights are not touched. Blocks.
     *
     * @param checkpoint a directory in the Hugging Face layout
     * @param settings of the model that sees with it: {@code vision-dtype}, {@code vision-weights} and
     *        {@code vision-device} are read
     * @throws InvalidSettingException where the checkpoint or a setting cannot be used; nothing stays open then
     */
    VisionEncoder load(Path checkpoint, Settings settings);
}
