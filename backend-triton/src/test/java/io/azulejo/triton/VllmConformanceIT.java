package io.azulejo.triton;

import java.util.Map;

/** By the interface of the vLLM backend. */
class VllmConformanceIT extends TritonConformance {

    VllmConformanceIT() {
        super("vllm_model_tiny", Map.of());
    }
}
