package io.azulejo.triton.served;

import java.util.function.Function;

import reactor.core.publisher.Mono;

import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.image.PixelValues;
import io.azulejo.triton.client.Datatype;
import io.azulejo.triton.client.InferenceRequest;
import io.azulejo.triton.client.InferenceResponse;
import io.azulejo.triton.client.ModelMetadata;
import io.azulejo.triton.client.ModelMetadata.TensorSpec;
import io.azulejo.triton.client.Tensor;

/** A vision encoder on the server: tower and projector, {@code pixel_values} in, a prompt embedding table out. */
public final class EncoderModel implements PictureFeatures {

    /** The encoder's input. */
    public static final String PIXELS = "pixel_values";
    /** The encoder's output. */
    public static final String TABLE = "OUT_PROMPT_EMBEDDING_TABLE";

    private final ModelMetadata metadata;
    private final Function<EncodedPrompt.Picture, PixelValues> pixels;
    private final Function<InferenceRequest, Mono<InferenceResponse>> call;

    /**
     * @param pixels cuts a picture into tiles
     * @param call asks the server
     */
    public EncoderModel(ModelMetadata metadata, Function<EncodedPrompt.Picture, PixelValues> pixels,
            Function<InferenceRequest, Mono<InferenceResponse>> call) {
        this.metadata = metadata;
        this.pixels = pixels;
        this.call = call;
    }

    @Override
    public Mono<Tensor> of(EncodedPrompt.Picture picture) {
        return Mono.defer(() -> {
            PixelValues tiles = pixels.apply(picture);
            Datatype datatype = metadata.input(PIXELS).map(TensorSpec::datatype).orElse(Datatype.FP16);
            int size = tiles.tileSize();
            Tensor input = Tensor.ofFloats(PIXELS, datatype, tiles.data()).reshaped(tiles.tiles(), 3, size, size);
            if (metadata.input(PIXELS).map(spec -> spec.shape().size()).orElse(4) == 5) {
                input = input.reshaped(1, tiles.tiles(), 3, size, size);
            }
            return call.apply(InferenceRequest.builder(metadata.name()).input(input).output(TABLE).build());
        }).map(response -> {
            Tensor table = response.output(TABLE);
            return table.reshaped(Inputs.lastDimensions(table, 2));
        });
    }
}
