package io.azulejo.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.azulejo.benchmarks.Results.Contest;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

    private static final Contest W1 = new Contest(ModelShape.W1, Precision.BF16);

    private final Results results = new Results();

    @Test
    void rowHoldsMediansAndTheRatioToTheBestPeer() {
        List.of(30.0, 33.0, 36.0).forEach(value -> results.add(W1, Figure.DECODE, "Azulejo", value));
        results.add(W1, Figure.DECODE, "llama.cpp", 30);
        results.add(W1, Figure.DECODE, "transformers", 16);

        assertThat(markdown()).contains("| Azulejo", "| llama.cpp", "33.0 (±9 %)", "1.10 × llama.cpp");
    }

    @Test
    void shorterTimeIsTheBetterRatio() {
        results.add(W1, Figure.VISION_1, "Azulejo", 1.0);
        results.add(W1, Figure.VISION_1, "OpenVINO", 1.1);
        results.add(W1, Figure.VISION_1, "transformers", 1.6);

        assertThat(markdown()).contains("1.10 × OpenVINO");
    }

    @Test
    void decodeTellsItsShareOfTheMemoryLimit() {
        double bytes = ModelShape.W1.bytesPerStep(Precision.BF16, 1, 544);
        results.add(W1, Figure.DECODE, "Azulejo", 40e9 / bytes / 2);

        assertThat(markdown()).contains(" 50 % ");
    }

    @Test
    void whoIsMissingIsNamedWithTheReason() {
        results.add(W1, Figure.DECODE, "Azulejo", 30);
        results.missing(W1, "vLLM", "", "it is not set up");
        results.missing(W1, "vLLM", "", "a later reason");

        assertThat(markdown()).contains("- w1 bf16, vLLM: it is not set up").doesNotContain("later")
                .doesNotContain("| vLLM");
    }

    @Test
    void peerWithoutAFigureLeavesADash() {
        results.add(W1, Figure.DECODE, "Azulejo", 30);
        results.add(W1, Figure.PREFILL_512, "llama.cpp", 500);

        assertThat(markdown().lines().filter(line -> line.contains("prefill of 512")).toList())
                .singleElement().asString().contains("–");
    }

    private String markdown() {
        return new Report(results, new Limits(40e9, 800e9)).markdown();
    }
}
