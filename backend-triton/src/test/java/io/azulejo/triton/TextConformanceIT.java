package io.azulejo.triton;

import java.util.Map;

/** By the interface of TensorRT-LLM's text in, text out. */
class TextConformanceIT extends TritonConformance {

    TextConformanceIT() {
        super("ensemble_tiny", Map.of());
    }
}
