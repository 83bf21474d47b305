package io.azulejo.server.vision;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.azulejo.server.vision.AttentionView.Range;
import io.azulejo.server.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AttentionViewTests {

    private static final List<String> TOKENS = List.of("There", " is", " a", " square", ".");

    @Test
    void tokensWhenARangeTouchesSomeThenAreThose() {
        assertThat(AttentionView.tokens(new Range(0, 19), TOKENS)).isEqualTo(new Range(0, 5));
        assertThat(AttentionView.tokens(new Range(0, 5), TOKENS)).isEqualTo(new Range(0, 1));
        assertThat(AttentionView.tokens(new Range(4, 6), TOKENS)).isEqualTo(new Range(0, 2));
        assertThat(AttentionView.tokens(new Range(12, 13), TOKENS)).isEqualTo(new Range(3, 4));
    }

    @Test
    void tokensWhenTheTextIsLongerThanTheTokensSayThenTheLastIsTaken() {
        assertThat(AttentionView.tokens(new Range(40, 50), TOKENS)).isEqualTo(new Range(4, 5));
    }

    @Test
    void rangesWhenNoneIsAskedForThenAreTheWholeAnswer() {
        assertThat(AttentionView.ranges(List.of(), "text")).containsExactly(new Range(0, 4));
    }

    @Test
    void rangesWhenOneIsNotOfTheTextThenIsRefused() {
        for (Range wrong : List.of(new Range(-1, 2), new Range(2, 2), new Range(0, 5))) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> AttentionView.ranges(List.of(wrong), "text"))
                    .withMessageContaining("no part of the answer");
        }
    }
}
