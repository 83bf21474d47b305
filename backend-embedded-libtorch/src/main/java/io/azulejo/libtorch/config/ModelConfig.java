package io.azulejo.libtorch.config;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.tensor.DataType;

/**
 * What a checkpoint's config.json says of its model.
 *
 * @param architecture the kind of checkpoint
 * @param language the decoder
 * @param vision the vision tower; null for a decoder alone
 * @param projector the way from the tower to the decoder; null where there is no tower
 * @param storedType the element type the checkpoint names ({@code torch_dtype}); null where it names none
 */
public record ModelConfig(Architecture architecture, LanguageConfig language, @Nullable VisionConfig vision,
        @Nullable ProjectorConfig projector, @Nullable DataType storedType) {

    public ModelConfig {
        Checks.that((vision == null) == (projector == null), "a vision tower and a projector need each other");
    }

    public int vocabularySize() {
        return language.vocabularySize();
    }

    public int hiddenSize() {
        return language.hiddenSize();
    }

    public int layers() {
        return language.layers();
    }

    public int kvHeads() {
        return language.kvHeads();
    }

    public int headDim() {
        return language.headDim();
    }

    public int maxPositions() {
        return language.maxPositions();
    }

    /** The vision tower, for callers that pictures may reach. */
    public Optional<VisionConfig> visionIfPresent() {
        return Optional.ofNullable(vision);
    }
}
