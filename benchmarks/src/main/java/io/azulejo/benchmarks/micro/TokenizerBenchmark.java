package io.azulejo.benchmarks.micro;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

import io.azulejo.processor.tokenizer.Tokenizer;

/** A thousand words to ids and back, with a vocabulary of published size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmark {

    private static final int WORDS = 1000;

    /** Made by {@code peers/make_models.py}; another one with {@code -p checkpoint=DIR}. */
    @Param("")
    private String checkpoint = "";

    private @Nullable Tokenizer tokenizer;
    private String text = "";
    private int[] ids = {};

    @Setup
    public void setUp() {
        Path directory = checkpoint.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "azulejo-benchmarks", "models", "w1")
                : Path.of(checkpoint);
        Random random = new Random(1);
        text = IntStream.range(0, WORDS).mapToObj(_ -> random.ints(2 + random.nextInt(7), 'a', 'z' + 1)
                .mapToObj(Character::toString).collect(Collectors.joining())).collect(Collectors.joining(" "));
        tokenizer = Tokenizer.load(directory);
        ids = tokenizer().encode(text);
    }

    private Tokenizer tokenizer() {
        if (tokenizer == null) {
            throw new IllegalStateException("Not set up");
        }
        return tokenizer;
    }

    @Benchmark
    public int[] encode() {
        return tokenizer().encode(text);
    }

    @Benchmark
    public String decode() {
        return tokenizer().decode(ids);
    }
}
