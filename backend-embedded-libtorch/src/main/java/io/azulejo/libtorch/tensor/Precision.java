package io.azulejo.libtorch.tensor;

import java.util.Locale;

/**
 * What a model is computed in, and how its matrices are kept.
 *
 * @param type of activations, cached keys and values, and everything but matrices
 * @param decoder how the decoder's matrices are kept
 * @param vision how those of vision tower and projector are kept
 */
public record Precision(DataType type, WeightFormat decoder, WeightFormat vision) {

    /** All in one type. */
    public static Precision of(DataType type) {
        return new Precision(type, WeightFormat.AS_COMPUTED, WeightFormat.AS_COMPUTED);
    }

    /** Short, for a log line: {@code float32, decoder in int8, vision in bfloat16}. */
    @Override
    public String toString() {
        if (decoder == WeightFormat.AS_COMPUTED && vision == WeightFormat.AS_COMPUTED) {
            return type.toString();
        }
        return type + ", decoder in " + name(decoder) + ", vision in " + name(vision);
    }

    private String name(WeightFormat format) {
        return format == WeightFormat.AS_COMPUTED ? type.toString() : format.name().toLowerCase(Locale.ROOT);
    }
}
