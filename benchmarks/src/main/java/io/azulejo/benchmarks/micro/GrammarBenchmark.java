package io.azulejo.benchmarks.micro;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.azulejo.libtorch.grammar.Grammar;
import io.azulejo.libtorch.grammar.Vocabulary;
import io.azulejo.libtorch.sampling.LogitsMask;
import io.azulejo.processor.tokenizer.Tokenizer;

/**
 * The mask of a vocabulary of published size at a place of a document: one that is kept, and one that is found anew, as
 * the first answer of a form finds it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GrammarBenchmark {

    private static final String SCHEMA = """
            {"type": "object", "properties": {
              "title": {"type": "string"},
              "code": {"type": "string", "minLength": 4, "maxLength": 12},
              "count": {"type": "integer", "minimum": 0, "maximum": 5000},
              "colour": {"enum": ["red", "green", "blue", "none"]},
              "parts": {"type": "array", "items": {"type": "string"}}},
             "required": ["title", "count"], "additionalProperties": true}""";

    /** Places of a document, by what came before them. */
    public enum Place {

        START(""), STRING("{\"title\": \"A"), BOUNDED_STRING("{\"title\": \"A\", \"code\": \"ab"), NAME(
                "{\"title\": \"A\", "), NUMBER("{\"title\": \"A\", \"count\": 1"), FREE_NAME(
                        "{\"title\": \"A\", \"count\": 1, \"fr");

        private final String before;

        Place(String before) {
            this.before = before;
        }
    }

    /** Made by {@code peers/make_models.py}; another one with {@code -p checkpoint=DIR}. */
    @Param("")
    private String checkpoint = "";

    @Param
    private Place place = Place.STRING;

    private @Nullable Vocabulary vocabulary;
    private @Nullable LogitsMask kept;
    private int[] before = {};
    private long[] allowed = {};

    @Setup
    public void setUp() {
        Tokenizer tokenizer = Tokenizer.load(checkpoint.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "azulejo-benchmarks", "models", "w1")
                : Path.of(checkpoint));
        allowed = new long[Math.ceilDiv(tokenizer.vocabularySize(), Long.SIZE)];
        vocabulary = Vocabulary.of(tokenizer.vocabularySize(),
                id -> tokenizer.isSpecial(id) ? new byte[0] : tokenizer.bytes(id));
        before = tokenizer.encode(place.before);
        kept = mask();
    }

    private LogitsMask mask() {
        if (vocabulary == null) {
            throw new IllegalStateException("Not set up");
        }
        LogitsMask mask = Grammar.jsonSchema(SCHEMA, vocabulary).mask(Set.of(allowed.length * Long.SIZE - 1), 1000);
        for (int token : before) {
            mask.accept(token);
        }
        return mask;
    }

    @Benchmark
    public long[] keptMask() {
        return allowed(kept);
    }

    /** Reading the schema is included. */
    @Benchmark
    public long[] newMask() {
        return allowed(mask());
    }

    private long[] allowed(@Nullable LogitsMask mask) {
        Arrays.fill(allowed, 0);
        if (mask != null) {
            mask.allow(allowed);
        }
        return allowed;
    }
}
