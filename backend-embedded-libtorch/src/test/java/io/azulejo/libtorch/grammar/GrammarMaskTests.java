package io.azulejo.libtorch.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.azulejo.libtorch.sampling.LogitsMask;

import static org.assertj.core.api.Assertions.assertThat;

class GrammarMaskTests {

    private static final int END = 256;
    private static final int WORDS = 500;
    /** Bytes, an end token, and words of several bytes, many of them across the parts of a document. */
    private static final Vocabulary VOCABULARY = Vocabulary.of(END + 1 + WORDS, token(new Random(1)));

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static IntFunction<byte[]> token(Random random) {
        String[] parts = {"\"", "\":", "{\"", ", ", "a", "e\",", "ä", "👍", "12", "-", "tru", "}", "}]", "\\u00", "[",
                " "};
        return id -> {
            if (id < END) {
                return new byte[]{(byte) id};
            }
            byte[] word = (parts[random.nextInt(parts.length)] + parts[random.nextInt(parts.length)]
                    + parts[random.nextInt(parts.length)]).getBytes(StandardCharsets.UTF_8);
            return id == END ? new byte[0] : Arrays.copyOf(word, word.length - random.nextInt(2));
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 150, 600})
    void answersOfRandomChoicesAreValidWhateverTheSchema(int maxTokens) {
        LongStream.range(0, 500).forEach(seed -> {
            String schema = RandomSchemas.of(seed);
            Answer answer = answer(Grammar.jsonSchema(schema, VOCABULARY), new Random(seed), maxTokens);

            if (answer.ended()) {
                assertThat(problems(schema, answer.text())).as("%s by %s", answer.text(), schema).isEmpty();
            }
            // The longest of the shortest documents takes some hundred bytes.
            assertThat(answer.ended() || maxTokens < 100).as("%s by %s ends", answer.text(), schema).isTrue();
        });
    }

    @Test
    void documentsAreClosedInTheTokensThatAreLeft() {
        Grammar grammar = Grammar.jsonSchema("{\"required\":[\"long_name\"],\"properties\":{\"long_name\":"
                + "{\"type\":\"string\"}}}", VOCABULARY);

        LongStream.range(0, 500).forEach(seed -> assertThat(
                answer(grammar, new Random(seed), 20).ended()).isTrue());
    }

    @Test
    void endTokenIsAllowedExactlyWhereTheDocumentMayEnd() {
        LogitsMask mask = Grammar.jsonSchema("{\"type\":\"integer\"}", VOCABULARY).mask(Set.of(END), 100);

        assertThat(allowed(mask, END)).isFalse();
        mask.accept('-');
        assertThat(allowed(mask, END)).isFalse();
        mask.accept('1');
        assertThat(allowed(mask, END)).isTrue();
        assertThat(mask.complete()).as("more digits may follow").isFalse();
    }

    @Test
    void masksSayTheSameWhetherTheyAreKeptOrNot() {
        LongStream.range(0, 100).forEach(seed -> {
            Grammar grammar = Grammar.jsonSchema(RandomSchemas.of(seed), VOCABULARY);
            Answer first = answer(grammar, new Random(seed), 300);

            assertThat(answer(grammar, new Random(seed), 300)).isEqualTo(first);
        });
    }

    private Iterable<?> problems(String schema, String document) {
        Schema validator = registry.getSchema(schema, InputFormat.JSON);
        return validator.validate(document, InputFormat.JSON);
    }

    private static boolean allowed(LogitsMask mask, int token) {
        long[] bits = new long[VOCABULARY.words()];
        mask.allow(bits);
        return ((bits[token >> 6] >>> token) & 1) != 0;
    }

    private static Answer answer(Grammar grammar, Random random, int maxTokens) {
        LogitsMask mask = grammar.mask(Set.of(END), maxTokens);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int left = maxTokens; left > 0; left--) {
            long[] bits = new long[VOCABULARY.words()];
            mask.allow(bits);
            int[] tokens = BitSet.valueOf(bits).stream().toArray();
            assertThat(tokens).as("tokens after %s", text.toString(StandardCharsets.UTF_8)).isNotEmpty();
            int token = tokens[random.nextInt(tokens.length)];
            mask.accept(token);
            if (token == END) {
                return new Answer(text.toString(StandardCharsets.UTF_8), true);
            }
            text.writeBytes(VOCABULARY.bytes(token));
            if (mask.complete()) {
                return new Answer(text.toString(StandardCharsets.UTF_8), true);
            }
        }
        return new Answer(text.toString(StandardCharsets.UTF_8), false);
    }

    private record Answer(String text, boolean ended) {}
}
