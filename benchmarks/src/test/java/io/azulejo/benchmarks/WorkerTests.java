package io.azulejo.benchmarks;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkerTests {

    @Test
    void answerHoldsFiguresByName() throws MissingException {
        assertThat(Worker.figures(Json.read("{\"figures\": {\"first-token\": 9.25, \"again\": 0.5}}")))
                .isEqualTo(Map.of("first-token", 9.25, "again", 0.5));
    }

    @Test
    void peerThatCannotSaysWhy() {
        assertThatExceptionOfType(MissingException.class)
                .isThrownBy(() -> Worker.figures(Json.read("{\"missing\": \"not measured with this peer\"}")))
                .withMessage("not measured with this peer");
    }

    @Test
    void answerWithoutFiguresIsNone() {
        assertThatExceptionOfType(MissingException.class).isThrownBy(() -> Worker.figures(Json.read("{}")));
    }
}
