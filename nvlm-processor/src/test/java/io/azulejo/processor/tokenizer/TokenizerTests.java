package io.azulejo.processor.tokenizer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenizerTests {

    /** Beginnings of ranges that random texts draw from: scripts, marks, emoji, spaces, controls, private use. */
    private static final int[] RANGES = {0x00, 0x20, 0x41, 0x61, 0xA0, 0x300, 0x391, 0x5D0, 0x627, 0x905, 0x1100,
            0x1E00, 0x2000, 0x20D0, 0x3041, 0x4E00, 0xAC00, 0xE000, 0xFE00, 0xFF01, 0x1F300, 0x1F3FB, 0x20000};

    private final Tokenizer qwen2 = TestTokenizers.named("qwen2");
    private final Tokenizer llama3 = TestTokenizers.named("llama3");

    @Test
    void encodeWhenTextIsEmptyThenNoIds() {
        assertThat(qwen2.encode("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen2-slow", "llama3"})
    void encodeWhenTextNamesAnAddedTokenThenNeverThatToken(String name) {
        Tokenizer tokenizer = TestTokenizers.named(name);
        for (AddedToken token : tokenizer.addedTokens()) {
            assertThat(tokenizer.encode("x" + token.content() + token.content() + " y")).as(token.content())
                    .doesNotContain(token.id());
        }
    }

    @Test
    void decodeWhenTextIsEncodedThenTheNormalisedTextComesBack() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String text = randomText(random, random.nextInt(60));
            assertThat(qwen2.decode(qwen2.encode(text))).isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
            assertThat(llama3.decode(llama3.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void encodeWhenTextHoldsLoneSurrogatesThenTheyReadReplacementCharacters() {
        assertThat(llama3.decode(llama3.encode("a\uD83Db \uDE00\uD83D\uDE00 \uD83D")))
                .isEqualTo("a\uFFFDb \uFFFD\uD83D\uDE00 \uFFFD");
    }

    @Test
    void encodeWhenTextIsLongThenNothingIsCutOff() {
        String text = "The picture shows three red circles. ".repeat(20_000);
        assertThat(qwen2.decode(qwen2.encode(text))).isEqualTo(text);
    }

    @Test
    void encodeWhenManyThreadsAskThenAllGetTheSame() throws InterruptedException, ExecutionException {
        List<String> texts = IntStream.range(0, 64).mapToObj(seed -> randomText(new Random(seed), 80)).toList();
        List<int[]> expected = texts.stream().map(qwen2::encode).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> same = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < texts.size(); i++) {
                    int at = i;
                    same.add(threads.submit(() -> Arrays.equals(qwen2.encode(texts.get(at)), expected.get(at))));
                }
            }
            for (Future<Boolean> one : same) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    @Test
    void decodeWhenIdsAreSpecialThenTheyGiveNothing() {
        int end = qwen2.specialTokenId("<|im_end|>").orElseThrow();
        assertThat(qwen2.isSpecial(end)).isTrue();
        assertThat(qwen2.decode(new int[]{end, qwen2.encode("a")[0], end})).isEqualTo("a");
    }

    @Test
    void decodeWhenAnAddedTokenIsNotSpecialThenItGivesItsContent() {
        int call = qwen2.specialTokenId("<tool_call>").orElseThrow();
        assertThat(qwen2.isSpecial(call)).isFalse();
        assertThat(qwen2.decode(new int[]{call})).isEqualTo("<tool_call>");
    }

    @Test
    void decodeWhenIdsAreOutsideTheVocabularyThenTheyGiveNothing() {
        assertThat(qwen2.decode(new int[]{-1, qwen2.vocabularySize(), Integer.MAX_VALUE})).isEmpty();
        assertThat(qwen2.bytes(qwen2.vocabularySize() + 5)).isEmpty();
    }

    @Test
    void bytesOfTokensTogetherAreTheText() {
        String text = "¿Qué ves? 最高的柱子 👩‍👩‍👧‍👦";
        byte[] bytes = new byte[0];
        for (int id : qwen2.encode(text)) {
            byte[] more = qwen2.bytes(id);
            int start = bytes.length;
            bytes = Arrays.copyOf(bytes, start + more.length);
            System.arraycopy(more, 0, bytes, start, more.length);
        }
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(qwen2.bytes(qwen2.specialTokenId("<|im_end|>").orElseThrow()))
                .isEqualTo("<|im_end|>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void prefixIdsAreWhatThePostProcessorPutsInFront() {
        assertThat(llama3.prefixIds()).containsExactly(llama3.specialTokenId("<|begin_of_text|>").orElseThrow());
        assertThat(qwen2.prefixIds()).isEmpty();
    }

    @Test
    void slowFormGivesTheSameAddedTokensAsTheOneFile() {
        assertThat(TestTokenizers.named("qwen2-slow").addedTokens()).isEqualTo(qwen2.addedTokens());
        assertThat(TestTokenizers.named("qwen2-slow").vocabularySize()).isEqualTo(qwen2.vocabularySize());
    }

    @Test
    void incrementalDecoderWhenFedOneByOneThenPiecesAreValidAndJoinToTheWhole() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            int[] ids = random.ints(1 + random.nextInt(40), 0, qwen2.vocabularySize())
                    .map(id -> random.nextBoolean() ? id % 256 : id).toArray();
            IncrementalDecoder decoder = qwen2.incrementalDecoder();
            List<String> pieces = Arrays.stream(ids).mapToObj(decoder::append)
                    .collect(Collectors.toCollection(ArrayList::new));
            pieces.add(decoder.finish());
            assertThat(pieces).allMatch(TokenizerTests::isWhole);
            assertThat(String.join("", pieces)).isEqualTo(qwen2.decode(ids));
        }
    }

    @Test
    void incrementalDecoderWhenTextIsEncodedThenNoPieceHoldsAReplacementCharacter() {
        String text = "Look: 😀👍🏽 👩‍👩‍👧‍👦 🇵🇹 最高的柱子 كم عدد é ñ 𝔘 龘";
        IncrementalDecoder decoder = llama3.incrementalDecoder();
        String streamed = Arrays.stream(llama3.encode(text)).mapToObj(decoder::append)
                .peek(piece -> assertThat(piece).doesNotContain("\uFFFD")).collect(Collectors.joining());
        assertThat(streamed).isEqualTo(text);
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void incrementalDecoderWhenACharacterIsCutThenFinishReplacesItAndStartsAnew() {
        int[] ids = llama3.encode("龘");
        assertThat(ids).hasSizeGreaterThan(1);
        IncrementalDecoder decoder = llama3.incrementalDecoder();
        assertThat(decoder.append(ids[0])).isEmpty();
        assertThat(decoder.finish()).isEqualTo("\uFFFD");
        assertThat(decoder.append(llama3.encode("a")[0])).isEqualTo("a");
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void incrementalDecoderWhenASpecialTokenStandsInsideACharacterThenTheCharacterIsWhole() {
        int[] ids = llama3.encode("龘");
        IncrementalDecoder decoder = llama3.incrementalDecoder();
        StringBuilder text = new StringBuilder(decoder.append(ids[0]))
                .append(decoder.append(llama3.specialTokenId("<|eot_id|>").orElseThrow()));
        for (int i = 1; i < ids.length; i++) {
            text.append(decoder.append(ids[i]));
        }
        assertThat(text.append(decoder.finish())).hasToString("龘");
    }

    private static boolean isWhole(String piece) {
        return piece.equals(WellFormed.text(piece));
    }

    private static String randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(RANGES[random.nextInt(RANGES.length)] + random.nextInt(0x20));
        }
        return text.toString();
    }
}
