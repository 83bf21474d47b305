package io.azulejo.libtorch.sampling;

import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.azulejo.api.model.FinishReason;

import static org.assertj.core.api.Assertions.assertThat;

class StopConditionTests {

    @Test
    void stopStringWhenItSpansPiecesThenIsNeverShown() {
        StopCondition stop = stop(List.of("END"));

        assertThat(feed(stop, "abcE", "N", "D")).containsExactly("abc", "", "");
        assertThat(stop.reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void stopStringWhenItBeginsButDoesNotEndThenIsShownAsSoonAsThatIsKnown() {
        StopCondition stop = stop(List.of("END"));

        assertThat(feed(stop, "E", "N", "x", "EE", "N")).containsExactly("", "", "ENx", "E", "");
        assertThat(stop.reason()).isNull();
        assertThat(stop.finish("")).isEqualTo("EN");
    }

    @Test
    void stopStringsWhenOneIsCompleteFirstThenItEndsHoweverTheTextIsCut() {
        String text = "xxabcdabab";
        List<String> stops = List.of("bcde", "c", "aba");
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            StopCondition stop = stop(stops);
            StringBuilder shown = new StringBuilder();
            int at = 0;
            while (at < text.length() && stop.reason() == null) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(4));
                shown.append(stop.append(text.substring(at, to)));
                at = to;
            }
            assertThat(shown).hasToString("xxab");
        }
    }

    @Test
    void stopStringsWhenTwoAreCompleteAtOnceThenTheLongerIsHidden() {
        StopCondition stop = stop(List.of("b", "aab"));

        assertThat(feed(stop, "xaaab")).containsExactly("xa");
    }

    @Test
    void endTokenEndsAndCounts() {
        StopCondition stop = new StopCondition(Set.of(9), List.of(), 5);

        assertThat(stop.isEnd(1)).isFalse();
        assertThat(stop.append("a")).isEqualTo("a");
        assertThat(stop.isEnd(9)).isTrue();
        assertThat(stop.reason()).isEqualTo(FinishReason.STOP);
        assertThat(stop.tokens()).isEqualTo(2);
    }

    @Test
    void maxTokensEndsWithLengthUnlessTheLastTokenIsAnEnd() {
        StopCondition length = new StopCondition(Set.of(9), List.of(), 1);
        assertThat(length.isEnd(1)).isFalse();
        assertThat(length.append("a")).isEqualTo("a");
        assertThat(length.reason()).isEqualTo(FinishReason.LENGTH);

        StopCondition end = new StopCondition(Set.of(9), List.of(), 1);
        assertThat(end.isEnd(9)).isTrue();
        assertThat(end.finish("")).isEmpty();
        assertThat(end.reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void heldTextWhenTheAnswerReachesItsLengthThenIsShown() {
        StopCondition stop = new StopCondition(Set.of(), List.of("xyz"), 1);

        assertThat(stop.isEnd(1)).isFalse();
        assertThat(stop.append("axy")).isEqualTo("a");
        assertThat(stop.finish("")).isEqualTo("xy");
        assertThat(stop.reason()).isEqualTo(FinishReason.LENGTH);
    }

    private static StopCondition stop(List<String> strings) {
        return new StopCondition(Set.of(), strings, 1000);
    }

    private static List<String> feed(StopCondition stop, String... pieces) {
        return List.of(pieces).stream().map(stop::append).toList();
    }
}
