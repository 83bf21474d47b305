package io.azulejo.triton;

import java.util.Map;

/** By the interface of TensorRT-LLM's tokens in, tokens out, with the vision encoder beside it. */
class TokensConformanceIT extends TritonConformance {

    TokensConformanceIT() {
        super("tensorrt_llm_tiny", Map.of("vision", "vision_encoder_tiny"));
    }
}
