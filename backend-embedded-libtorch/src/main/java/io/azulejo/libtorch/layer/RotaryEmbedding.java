package io.azulejo.libtorch.layer;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.azulejo.libtorch.config.LanguageConfig;
import io.azulejo.libtorch.config.RopeScaling;
import io.azulejo.libtorch.tensor.ComputeDevice;
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

    /** Cosines and sines for some positions. */
    public Angles at(int[] positions) {
        int half = inverseFrequencies.length;
        float[] cos = new float[positions.length * half];
        float[] sin = new float[positions.length * half];
        for (int row = 0; row < positions.length; row++) {
            for (int i = 0; i < half; i++) {
                // The product in float32, as the models were trained.
                double angle = positions[row] * inverseFrequencies[i];
                cos[row * half + i] = (float) Math.cos(angle);
                sin[row * half + i] = (float) Math.sin(angle);
            }
        }
        return new Angles(cos, sin, half);
    }

    /**
     * The turns of some rows.
     *
     * @param cos [rows, half], row by row
     * @param sin as cos
     * @param half of a head's width
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
    public record Angles(float[] cos, float[] sin, int half) {

        /** As tensors for {@link Rotation}. */
        public Rotation on(ComputeDevice device, ScalarType type) {
            Tensor cosines = Tensors.floats(cos).view(-1, 1, half);
            Tensor sines = Tensors.floats(sin).view(-1, 1, half);
            return new Rotation(device.receive(torch.cat(new TensorVector(cosines, cosines), 2).to(type)),
                    device.receive(torch.cat(new TensorVector(sines.neg(), sines), 2).to(type)));
        }
    }

    /**
     * The turn of each row.
     *
     * @param cos cosines, both halves alike, [rows, 1, headDim]
     * @param sin sines, negative in the first half, as cos
     */
    public record Rotation(Tensor cos, Tensor sin) {

        /** Turns [rows, heads, headDim]. */
        public Tensor apply(Tensor x) {
            Tensor swapped = torch.roll(x, new long[]{x.size(2) / 2}, -1);
            return x.mul(cos).addcmul_(swapped, sin);
        }
    }
}
