package io.azulejo.processor.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.TestFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TokenizerFilesTests {

    @TempDir
    Path directory = Path.of("");

    @Test
    void loadWhenThereAreNoFilesThenBothFormsAreNamed() {
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContainingAll("tokenizer.json", "vocab.json", "merges.txt");
    }

    @Test
    void loadWhenMergesAreMissingThenTheFileIsNamed() throws IOException {
        slowForm();
        Files.delete(directory.resolve("merges.txt"));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("merges.txt")
                .satisfies(e -> assertThat(e.file()).isEqualTo(directory.resolve("merges.txt")));
    }

    @Test
    void loadWhenALineOfMergesIsBrokenThenItsNumberIsTold() throws IOException {
        slowForm();
        change("merges.txt", text -> text + "onlyone\n");
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContainingAll("merges.txt", "Line ");
    }

    @Test
    void loadWhenTheTokenizerClassIsUnknownThenItIsNamed() throws IOException {
        slowForm();
        change("tokenizer_config.json", text -> text.replace("Qwen2Tokenizer", "XlmTokenizer"));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContainingAll("tokenizer_config.json", "tokenizer_class", "XlmTokenizer");
    }

    @Test
    void loadWhenJsonIsTruncatedThenTheFileIsNamed() throws IOException {
        TestFiles.checkpoint(directory, List.of("tokenizers/qwen2"));
        change("tokenizer.json", text -> text.substring(0, text.length() / 2));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("tokenizer.json");
    }

    @Test
    void loadWhenTheModelIsNotByteLevelThenItIsRefused() throws IOException {
        TestFiles.checkpoint(directory, List.of("tokenizers/qwen2"));
        change("tokenizer.json", text -> text.replace("\"ByteLevel\"", "\"Metaspace\""));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("byte-level BPE");
    }

    @Test
    void loadWhenAMergeNamesAnUnknownEntryThenTheFileIsNamed() throws IOException {
        slowForm();
        change("merges.txt", text -> text + "unknownleft unknownright\n");
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContaining("vocab.json");
    }

    @Test
    void loadWhenASpecialTokenStandsInTheVocabularyThenTextStillNeverGivesIt() throws IOException {
        TestFiles.checkpoint(directory, List.of("tokenizers/llama3"));
        Tokenizer before = Tokenizer.load(directory);
        int id = before.specialTokenId("<|im_end|>").orElseThrow();
        // As trainers do that are given the special tokens; this tokenizer takes whole words from the vocabulary.
        change("tokenizer.json", text -> text.replace("\"vocab\":{", "\"vocab\":{\"<|im_end|>\":" + id + ","));
        Tokenizer tokenizer = Tokenizer.load(directory);
        assertThat(tokenizer.encode("<|im_end|>")).doesNotContain(id).isEqualTo(before.encode("<|im_end|>"));
        assertThat(tokenizer.isSpecial(id)).isTrue();
    }

    @Test
    void loadWhenMergesLeadToASpecialTokenThenItIsRefused() throws IOException {
        TestFiles.checkpoint(directory, List.of("tokenizers/qwen2"));
        Tokenizer before = Tokenizer.load(directory);
        int word = IntStream.range(256, 600).filter(id -> isWord(before, id)).findFirst().orElseThrow();
        String text = before.decode(new int[]{word});
        change("tokenizer.json", json -> json.replace("\"added_tokens\":[",
                "\"added_tokens\":[{\"id\":" + word + ",\"content\":\"" + text + "\",\"special\":true},"));
        assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> Tokenizer.load(directory))
                .withMessageContainingAll("tokenizer.json", "\"" + text + "\"");
    }

    @Test
    void loadWhenOnlyTheConfigurationNamesATokenThenItIsAdded() throws IOException {
        TestFiles.checkpoint(directory, List.of("tokenizers/qwen2"));
        change("tokenizer_config.json", text -> text.replaceFirst("\\{",
                "{\"added_tokens_decoder\":{\"900\":{\"content\":\"<|new|>\",\"special\":true}},"));
        Tokenizer tokenizer = Tokenizer.load(directory);
        assertThat(tokenizer.specialTokenId("<|new|>")).hasValue(900);
        assertThat(tokenizer.vocabularySize()).isEqualTo(901);
    }

    @Test
    void loadLeavesTheSystemPropertiesAsTheyWere() {
        TestFiles.checkpoint(directory, List.of("tokenizers/qwen2"));
        Tokenizer.load(directory);
        assertThat(System.getProperties().stringPropertyNames()).doesNotContain("ai.djl.offline", "OPT_OUT_TRACKING",
                "ENGINE_CACHE_DIR");
    }

    private static boolean isWord(Tokenizer tokenizer, int id) {
        String text = tokenizer.decode(new int[]{id});
        return text.matches("[a-z]{2,}") && Arrays.equals(tokenizer.encode(text), new int[]{id});
    }

    private void slowForm() {
        TestFiles.checkpoint(directory, List.of("tokenizers/qwen2-slow"));
    }

    private void change(String name, UnaryOperator<String> change) throws IOException {
        Path file = directory.resolve(name);
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }
}
