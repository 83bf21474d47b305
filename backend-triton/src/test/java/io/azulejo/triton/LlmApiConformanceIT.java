package io.azulejo.triton;

import java.util.Map;

/** By the interface of TensorRT-LLM's LLM API. */
class LlmApiConformanceIT extends TritonConformance {

    LlmApiConformanceIT() {
        super("llmapi_tiny", Map.of());
    }
}
