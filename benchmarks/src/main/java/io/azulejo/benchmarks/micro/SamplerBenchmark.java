package io.azulejo.benchmarks.micro;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

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

import io.azulejo.backend.support.SamplingParameters;
import io.azulejo.libtorch.sampling.Sampler;

/** Choosing a token of a vocabulary of published size. Copying the row, which sampling overwrites, is included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SamplerBenchmark {

    private static final int VOCABULARY = 151_674;

    /** How tokens are chosen. */
    public enum Way {

        GREEDY(0, 0, 1), TOP_P(0.8, 0, 0.9), TOP_K(0.8, 40, 1), ALL(0.8, 0, 1);

        private final double temperature;
        private final int topK;
        private final double topP;

        Way(double temperature, int topK, double topP) {
            this.temperature = temperature;
            this.topK = topK;
            this.topP = topP;
        }

        private SamplingParameters parameters() {
            return new SamplingParameters(temperature, topK, topP, 0, 1, 0, 0, Map.of(), 1,
                    SamplingParameters.NO_LOGPROBS);
        }
    }

    @Param
    private Way way = Way.GREEDY;

    private final float[] logits = new float[VOCABULARY];
    private final float[] row = new float[VOCABULARY];
    private Sampler sampler = new Sampler(SamplingParameters.greedy(), new int[]{1}, null);

    @Setup
    public void setUp() {
        Random random = new Random(1);
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        sampler = new Sampler(way.parameters(), new int[]{1}, null);
    }

    @Benchmark
    public int sample() {
        System.arraycopy(logits, 0, row, 0, VOCABULARY);
        return sampler.sample(row).id();
    }
}
