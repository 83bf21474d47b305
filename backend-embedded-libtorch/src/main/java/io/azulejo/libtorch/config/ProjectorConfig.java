package io.azulejo.libtorch.config;

/**
 * The MLP from shuffled patches to the decoder: layer norm, linear, GELU, linear.
 *
 * @param inputSize width of a shuffled position
 * @param intermediateSize width between the linear layers
 * @param outputSize width of the decoder
 * @param linearBias whether the linear layers have a bias
 */
public record ProjectorConfig(int inputSize, int intermediateSize, int outputSize, boolean linearBias) {

    public ProjectorConfig {
        Checks.positive("projector input", inputSize);
        Checks.positive("projector width", intermediateSize);
        Checks.positive("projector output", outputSize);
    }
}
