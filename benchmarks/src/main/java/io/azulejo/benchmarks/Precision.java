package io.azulejo.benchmarks;

import java.util.Locale;

/** How the decoder's weights are kept. Peers are held against each other within one of these. */
enum Precision {

    /** bf16, or f16 where a peer reads no other. */
    BF16(2, "bf16", "f16"),
    /** GGUF has a scale for each 32 weights. */
    INT8(1, "q8_0", "q8_0"),
    /** Likewise; llama.cpp keeps the head in Q6_K. */
    INT4(0.5, "q4_0", "q4_0");

    private final double bytesPerWeight;
    private final String llamaCpp;
    private final String openVino;

    Precision(double bytesPerWeight, String llamaCpp, String openVino) {
        this.bytesPerWeight = bytesPerWeight;
        this.llamaCpp = llamaCpp;
        this.openVino = openVino;
    }

    /** Bytes of a weight, scales left out. */
    double bytesPerWeight() {
        return bytesPerWeight;
    }

    /** The ending of the GGUF file that llama.cpp reads. */
    String llamaCpp() {
        return llamaCpp;
    }

    /** The ending of the GGUF file that OpenVINO reads. */
    String openVino() {
        return openVino;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
