package io.azulejo.libtorch.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.azulejo.api.model.FinishReason;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.libtorch.engine.AnswerPiece.End;
import io.azulejo.libtorch.sampling.LogitsMask;
import io.azulejo.libtorch.sampling.SampledToken;
import io.azulejo.libtorch.sampling.Sampler;
import io.azulejo.libtorch.sampling.StopCondition;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerTests {

    /** Token 1 is the first half of "é" and 2 the second; 9 ends the answer. */
    private static final Map<Integer, String> TEXTS = Map.of(3, "a", 4, "b", 5, "XY", 6, "Z");

    @Test
    void tokensWhenTheyMakeHalfACharacterThenAreToldWithTheWholeOne() {
        Answer answer = answer(List.of(), 10);

        assertThat(answer.accept(token(1))).isNull();
        assertThat(answer.accept(token(2))).isEqualTo(new AnswerPiece("é", List.of(token(1), token(2)), null));
    }

    @Test
    void tokensWhenTheirTextIsHeldBackThenAreToldWhenItIsShown() {
        Answer answer = answer(List.of("XYZ"), 10);

        assertThat(answer.accept(token(5))).isNull();
        assertThat(answer.accept(token(3))).isEqualTo(new AnswerPiece("XYa", List.of(token(5), token(3)), null));
    }

    @Test
    void tokensWhenAStopStringHidesThemThenAreNotTold() {
        Answer answer = answer(List.of("bXYZ"), 10);

        assertThat(pieces(answer, 3, 4, 5, 6)).containsExactly(new AnswerPiece("a", List.of(token(3)), null),
                new AnswerPiece("", List.of(), new End(FinishReason.STOP, 4, 0)));
    }

    @Test
    void tokenWhenItsTextIsShownInPartThenIsTold() {
        Answer answer = answer(List.of("YZ"), 10);

        assertThat(pieces(answer, 5, 6)).containsExactly(new AnswerPiece("X", List.of(token(5)), null),
                new AnswerPiece("", List.of(), new End(FinishReason.STOP, 2, 0)));
    }

    @Test
    void endTokenIsCountedAndNotTold() {
        Answer answer = answer(List.of("XYZ"), 10);

        assertThat(pieces(answer, 5, 9))
                .containsExactly(new AnswerPiece("XY", List.of(token(5)), new End(FinishReason.STOP, 2, 0)));
    }

    @Test
    void answerWhenItReachesItsLengthInHalfACharacterThenShowsAReplacement() {
        Answer answer = answer(List.of(), 2);

        assertThat(pieces(answer, 3, 1)).containsExactly(new AnswerPiece("a", List.of(token(3)), null),
                new AnswerPiece("\uFFFD", List.of(token(1)), new End(FinishReason.LENGTH, 2, 0)));
    }

    @Test
    void answerWhenItsFormIsCompleteThenEndsWithAllItsText() {
        Answer answer = answer(List.of("XYZ"), 10, new LogitsMask() {

            @Override
            public void allow(long[] allowed) {
                allowed[0] = -1;
            }

            @Override
            public void accept(int token) {}

            @Override
            public boolean complete() {
                return true;
            }
        });

        assertThat(pieces(answer, 5))
                .containsExactly(new AnswerPiece("XY", List.of(token(5)), new End(FinishReason.STOP, 1, 0)));
    }

    private static List<AnswerPiece> pieces(Answer answer, int... ids) {
        List<AnswerPiece> pieces = new ArrayList<>();
        for (int id : ids) {
            AnswerPiece piece = answer.accept(token(id));
            if (piece != null) {
                pieces.add(piece);
            }
        }
        return pieces;
    }

    private static SampledToken token(int id) {
        return new SampledToken(id, -0.5, List.of());
    }

    private static Answer answer(List<String> stops, int maxTokens) {
        return answer(stops, maxTokens, null);
    }

    private static Answer answer(List<String> stops, int maxTokens, @Nullable LogitsMask mask) {
        return new Answer(new Sampler(SamplingParameters.greedy(), new int[0], mask),
                new StopCondition(Set.of(9), stops, maxTokens), new TokenDecoder() {

                    private boolean half;

                    @Override
                    public String append(int id) {
                        if (id == 1) {
                            half = true;
                            return "";
                        }
                        half = false;
                        return id == 2 ? "é" : TEXTS.getOrDefault(id, "?");
                    }

                    @Override
                    public String finish() {
                        return half ? "\uFFFD" : "";
                    }
                });
    }
}
