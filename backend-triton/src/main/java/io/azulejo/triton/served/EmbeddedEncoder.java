package io.azulejo.triton.served;

import java.nio.FloatBuffer;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import io.azulejo.api.backend.VisionEncoder;
import io.azulejo.backend.support.AnswerThreads;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.image.PixelValues;
import io.azulejo.triton.client.Tensor;

/** A vision encoder in this JVM. */
public final class EmbeddedEncoder implements PictureFeatures {

    private final VisionEncoder encoder;
    private final Function<EncodedPrompt.Picture, PixelValues> pixels;

    /** @param pixels cuts a picture into tiles */
    public EmbeddedEncoder(VisionEncoder encoder, Function<EncodedPrompt.Picture, PixelValues> pixels) {
        this.encoder = encoder;
        this.pixels = pixels;
    }

    @Override
    public Mono<Tensor> of(EncodedPrompt.Picture picture) {
        return Mono.fromCallable(() -> {
            PixelValues tiles = pixels.apply(picture);
            float[] features = encoder.encode(FloatBuffer.wrap(tiles.data()), tiles.tiles());
            return Tensor.ofFloats(EncoderModel.TABLE, features).reshaped(features.length / encoder.hiddenSize(),
                    encoder.hiddenSize());
        }).subscribeOn(AnswerThreads.scheduler());
    }
}
