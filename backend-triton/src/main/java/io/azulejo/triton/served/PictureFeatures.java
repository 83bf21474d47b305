package io.azulejo.triton.served;

import reactor.core.publisher.Mono;

import io.azulejo.processor.EncodedPrompt;
import io.azulejo.triton.client.Tensor;

/** Turns pictures into rows of a prompt embedding table. */
@FunctionalInterface
public interface PictureFeatures {

    /** Floating-point numbers {@code [tiles * tokensPerTile, hidden]}, tile by tile. */
    Mono<Tensor> of(EncodedPrompt.Picture picture);
}
