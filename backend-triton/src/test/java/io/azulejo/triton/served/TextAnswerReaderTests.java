package io.azulejo.triton.served;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.api.model.FinishReason;
import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.processor.EncodedPrompt;
import io.azulejo.processor.tokenizer.Tokenizer;
import io.azulejo.tck.TinyCheckpoint;
import io.azulejo.triton.client.InferenceResponse;

import static org.assertj.core.api.Assertions.assertThat;

class TextAnswerReaderTests {

    private static final InferenceResponse RESPONSE = new InferenceResponse("model", "1", "id", Map.of(), List.of());

    @TempDir
    private static Path directory;

    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = Tokenizer.load(TinyCheckpoint.write(directory));
    }

    @Test
    void accumulatedTextsGiveWhatIsNew() {
        assertThat(read(true, List.of(), 100, "He", "Hello", "Hello", "Hello you"))
                .containsExactly("He", "llo", "", " you");
    }

    @Test
    void characterWhenItIsCutOffInAnAccumulatedTextThenIsHeldBackUntilItIsWhole() {
        assertThat(read(true, List.of(), 100, "a\uFFFD", "a\uFFFD", "aé", "aé!")).containsExactly("a", "", "é", "!");
    }

    @Test
    void pieceWhenItBeginsAStopStringThenIsHeldBackUntilItIsKnown() {
        assertThat(read(false, List.of("END"), 100, "one E", "N", "two EN", "D three"))
                .containsExactly("one ", "", "ENtwo ", "");
    }

    @Test
    void endWhenAStopStringCameUpThenIsStopAndCountsWhatTheServerMade() {
        TextAnswerReader reader = reader(false, List.of("END"), 100, told("one END", 3, null));

        AnswerPart part = reader.read(RESPONSE);

        assertThat(part.text()).isEqualTo("one ");
        assertThat(part.end()).isEqualTo(new AnswerPart.End(FinishReason.STOP, 7, 3));
    }

    @Test
    void endWhenTheServerTellsNoCountThenIsCountedByTheTokenizer() {
        // The tokenizer's tokens are bytes; the end token has no text.
        assertThat(end("four", -1, FinishReason.STOP)).isEqualTo(new AnswerPart.End(FinishReason.STOP, 7, 5));
        assertThat(end("four", -1, FinishReason.LENGTH)).isEqualTo(new AnswerPart.End(FinishReason.LENGTH, 7, 100));
        assertThat(end("four", -1, null)).isEqualTo(new AnswerPart.End(FinishReason.STOP, 7, 5));
    }

    @Test
    void endWhenTheServerTellsNoReasonThenFollowsFromTheCount() {
        assertThat(end("x", 100, null)).isEqualTo(new AnswerPart.End(FinishReason.LENGTH, 7, 100));
        assertThat(end("x", 99, null)).isEqualTo(new AnswerPart.End(FinishReason.STOP, 7, 99));
    }

    private static AnswerPart.@Nullable End end(String text, int tokens, @Nullable FinishReason finish) {
        TextAnswerReader reader = reader(false, List.of(), 100, told(text, tokens, finish));
        reader.read(RESPONSE);
        return reader.finish().end();
    }

    private static List<String> read(boolean accumulated, List<String> stops, int maxTokens, String... texts) {
        TextAnswerReader reader = reader(accumulated, stops, maxTokens,
                Arrays.stream(texts).map(text -> told(text, 1, null)).toArray(TextAnswerReader.Told[]::new));
        return Arrays.stream(texts).map(_ -> reader.read(RESPONSE).text()).toList();
    }

    private static TextAnswerReader reader(boolean accumulated, List<String> stops, int maxTokens,
            TextAnswerReader.Told... told) {
        Deque<TextAnswerReader.Told> responses = new ArrayDeque<>(List.of(told));
        Question question = new Question("id", new EncodedPrompt(new int[]{1}, List.of(), 0), () -> "prompt",
                SamplingParameters.greedy(), stops, maxTokens, Map.of(), null);
        return new TextAnswerReader(question, tokenizer, accumulated, _ -> responses.removeFirst());
    }

    private static TextAnswerReader.Told told(String text, int tokens, @Nullable FinishReason finish) {
        return new TextAnswerReader.Told(text, 7, tokens, finish, List.of());
    }
}
