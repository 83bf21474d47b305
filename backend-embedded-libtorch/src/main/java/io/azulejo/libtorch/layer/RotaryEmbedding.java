package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.config.RopeScaling;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Tensors;

/**
 * Rotary position embedding in the form of two halves: channel i turns with channel i + headDim / 2.
 */
public final class RotaryEmbedding {

    private final float[] inverseFrequencies;

    public RotaryEmbedding(LanguageConfig config) {
        inverseFrequencies = inverseFrequencies(config.headDim(), config.ropeTheta(), config.ropeScaling());
    }

    static float[] inverseFrequencies(int headDim, double theta, RopeScaling scaling) {
        float[] frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.length; i++) {
            // In float32 from here on, as the models were trained: at far positions the last bit of it is seen.
            float frequency = (float) (1 / Math.pow(theta, 2.0 * i / headDim));
            frequencies[i] = switch (scaling) {
                case RopeScaling.None _ -> frequency;
                case RopeScaling.Linear linear -> (float) (frequency / linear.factor());
                case RopeScaling.Llama3 llama3 -> scale(frequency, llama3);
            };
        }
        return frequencies;
    }

    private static float scale(float frequency, RopeScaling.Llama3 scaling) {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength > scaling.originalMaxPositions() / scaling.lowFrequencyFactor()) {
            return (float) (frequency / scaling.factor());
        }
        if (wavelength < scaling.originalMaxPositions() / scaling.highFrequencyFactor()) {
            return frequency;
        }
        double kept = (scaling.originalMaxPositions() / wavelength - scaling.lowFrequencyFactor())
                / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
        return (float) ((1 - kept) * frequency / scaling.factor() + kept * frequency);
    }

    /**
     * Sines and cosines for some positions, on the CPU.
     *
     * @return both [positions, 1, headDim] in the given type
     */
    public Rotation at(int[] positions, DataType type) {
        Tensor angles = torch.outer(Tensors.floats(positions), Tensors.floats(inverseFrequencies));
        Tensor cos = angles.cos();
        Tensor sin = angles.sin();
        return new Rotation(torch.cat(new TensorVector(cos, cos), 1).to(type.scalarType()).unsqueeze(1),
                torch.cat(new TensorVector(sin.neg(), sin), 1).to(type.scalarType()).unsqueeze(1));
    }

    /**
     * The turn of each row.
     *
     * @param cos cosines, both halves alike
     * @param sin sines, negative in the first half
     */
    public record Rotation(Tensor cos, Tensor sin) {

        /** Turns [rows, heads, headDim]. */
        public Tensor apply(Tensor x) {
            Tensor swapped = torch.roll(x, new long[]{x.size(2) / 2}, -1);
            return x.mul(cos).addcmul_(swapped, sin);
        }
    }
}
