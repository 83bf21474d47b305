package io.azulejo.processor.tokenizer;

import java.text.Normalizer;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.azulejo.processor.TestFiles;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the tokenizer against what Python's made of the same texts (src/test/python/tokenizers_golden.py). */
class TokenizerGoldenTests {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("encodings")
    void encodeGivesTheReferencesIds(String tokenizer, String name, JsonNode row) {
        assertThat(TestTokenizers.named(tokenizer).encode(row.path("text").asString()))
                .containsExactly(TestFiles.ids(row.path("ids")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("encodings")
    void decodeGivesTheNormalisedTextBack(String tokenizer, String name, JsonNode row) {
        String text = row.path("text").asString();
        assertThat(TestTokenizers.named(tokenizer).decode(TestFiles.ids(row.path("ids")))).isEqualTo(
                tokenizer.startsWith("qwen2") ? Normalizer.normalize(text, Normalizer.Form.NFC) : text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("decodings")
    void decodeReplacesWhatIsNotACharacterAsTheReferenceDoes(String tokenizer, int row, JsonNode golden) {
        assertThat(TestTokenizers.named(tokenizer).decode(TestFiles.ids(golden.path("ids"))))
                .isEqualTo(golden.path("text").asString());
    }

    static Stream<Arguments> encodings() {
        return Stream.of("qwen2", "qwen2-slow", "llama3").flatMap(tokenizer -> golden(tokenizer).path("encodings")
                .values().stream().map(row -> Arguments.of(tokenizer, row.path("name").asString(), row)));
    }

    static Stream<Arguments> decodings() {
        return Stream.of("qwen2", "llama3").flatMap(tokenizer -> {
            JsonNode rows = golden(tokenizer).path("decodings");
            return Stream.iterate(0, row -> row < rows.size(), row -> row + 1)
                    .map(row -> Arguments.of(tokenizer, row, rows.path(row)));
        });
    }

    private static JsonNode golden(String tokenizer) {
        return TestFiles.json("tokenizers/" + tokenizer.replace("-slow", "") + ".golden.json");
    }
}
