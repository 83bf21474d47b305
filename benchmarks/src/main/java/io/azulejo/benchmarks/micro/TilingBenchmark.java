package io.azulejo.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.azulejo.benchmarks.engine.Pictures;
import io.azulejo.processor.image.ImageDecoder;
import io.azulejo.processor.image.ImageException;
import io.azulejo.processor.image.ImageLimits;
import io.azulejo.processor.image.ImagePreprocessor;
import io.azulejo.processor.image.PixelValues;
import io.azulejo.processor.image.RgbImage;
import io.azulejo.processor.image.TileGrid;

/** From a picture's bytes to six normalised tiles and their thumbnail, and the two halves of that. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TilingBenchmark {

    private static final TileGrid GRID = new TileGrid(3, 2, true, 448);

    private final byte[] png = Pictures.png(1920, 1280, 1);
    private final ImageDecoder decoder = new ImageDecoder();
    private final ImagePreprocessor preprocessor = new ImagePreprocessor();
    private final RgbImage image = decoded();

    private RgbImage decoded() {
        try {
            return decoder.decode(png, true, ImageLimits.defaults());
        } catch (ImageException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public RgbImage decode() {
        return decoded();
    }

    @Benchmark
    public PixelValues resizeCutNormalise() {
        return preprocessor.tiles(image, GRID);
    }

    @Benchmark
    public PixelValues all() {
        return preprocessor.tiles(decoded(), GRID);
    }
}
