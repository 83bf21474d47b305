package io.azulejo.libtorch.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.azulejo.libtorch.layer.RotaryEmbedding.Angles;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Each kernel against LibTorch's operators in float32, for widths that fill vectors and for those that do not. */
class KernelTests {

    private final Random random = new Random(7);
    private TensorScope scope;

    static Stream<Arguments> sizes() {
        return Stream.of(ScalarType.Float, ScalarType.BFloat16)
                .flatMap(type -> Stream.of(8, 24, 64, 80).map(width -> Arguments.of(type, width)));
    }

    @BeforeEach
    void open() {
        scope = TensorScope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void kernelsServeTheTensorsOfThisJvm() {
        assertThat(Kernels.serve(tensor(ScalarType.BFloat16, 2, 2))).isTrue();
        assertThat(Kernels.serve(tensor(ScalarType.Half, 2, 2))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rmsNormIsTheReferences(ScalarType type, int width) {
        Tensor wide = tensor(type, 5, width + 8);
        Tensor weight = tensor(type, width);
        // Rows further apart than they are long, as queries within a joined projection.
        Tensor x = wide.narrow(1, 0, width);
        Tensor exact = x.to(ScalarType.Float);
        Tensor mean = exact.narrow(1, 0, width - 3).square().mean(new long[]{-1}, true, new ScalarTypeOptional());
        Tensor expected = exact.mul(mean.add(new Scalar(1e-6)).rsqrt()).mul(weight.to(ScalarType.Float));

        assertClose(RmsNormKernel.forward(x, weight, 1e-6, width - 3), expected, type);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void gateIsSiluOfTheFirstHalfTimesTheSecond(ScalarType type, int width) {
        Tensor x = tensor(type, 5, 2 * width + 2).mul_(new Scalar(30.0));
        Tensor exact = x.to(ScalarType.Float);
        Tensor expected = torch.silu(exact.narrow(1, 0, width + 1)).mul_(exact.narrow(1, width + 1, width + 1));

        assertClose(GateKernel.forward(x), expected, type);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void softmaxSeesWhatACausalRowSees(ScalarType type, int width) {
        int rows = 5;
        Tensor scores = tensor(type, 2, rows, width).mul_(new Scalar(8));
        Tensor hidden = torch.ones(new long[]{rows, width}, Tensors.options(ScalarType.Bool)).triu(width - rows + 1);
        Tensor expected = torch.softmax(scores.to(ScalarType.Float).mul(new Scalar(0.25))
                .masked_fill(hidden, new Scalar(Double.NEGATIVE_INFINITY)), -1);

        SoftmaxKernel.causal(scores, 0.25, rows);

        assertClose(scores, expected, type);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void softmaxOfGroupsOfOneRowSeesAll(ScalarType type, int width) {
        Tensor scores = tensor(type, 3, width).mul_(new Scalar(40));
        Tensor expected = torch.softmax(scores.to(ScalarType.Float), -1);

        SoftmaxKernel.causal(scores, 1, 1);

        assertClose(scores, expected, type);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rotaryTurnsQueriesAndKeysAndStoresKeysAndValues(ScalarType type, int headDim) {
        int rows = 3;
        int heads = 4;
        int kvHeads = 2;
        Tensor qkv = tensor(type, rows, (heads + 2L * kvHeads) * headDim);
        Tensor before = qkv.clone().view(rows, heads + 2 * kvHeads, headDim);
        float[] cos = new float[rows * headDim / 2];
        float[] sin = new float[cos.length];
        IntStream.range(0, cos.length).forEach(i -> {
            cos[i] = (float) Math.cos(i);
            sin[i] = (float) Math.sin(i);
        });
        Tensor keys = torch.zeros(new long[]{10, kvHeads, headDim}, Tensors.options(type));
        Tensor values = torch.zeros(new long[]{10, kvHeads, headDim}, Tensors.options(type));
        int[] slots = {7, 0, 4};

        RotaryKernel.turnAndStore(qkv, cos, sin, heads, kvHeads, headDim, new CacheRows(keys, null),
                new CacheRows(values, null), slots);

        Tensor turned = new Angles(cos, sin, headDim / 2).on(ComputeDevice.CPU, ScalarType.Float)
                .apply(before.to(ScalarType.Float).narrow(1, 0, heads + kvHeads));
        Tensor after = qkv.view(rows, heads + 2 * kvHeads, headDim);
        assertClose(after.narrow(1, 0, heads + kvHeads), turned, type);
        assertClose(keys.index_select(0, Tensors.indexes(slots)), turned.narrow(1, heads, kvHeads), type);
        assertThat(Tensors.toFloats(values.index_select(0, Tensors.indexes(slots))))
                .containsExactly(Tensors.toFloats(before.narrow(1, heads + kvHeads, kvHeads)));
        assertThat(Tensors.toFloats(keys.select(0, 1))).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void pagedAttentionReadsEachSequencesOwnBlocks(ScalarType type, int headDim) {
        PagedAttention.Shape shape = new PagedAttention.Shape(10, 2, headDim, 4);
        Tensor keys = tensor(type, 64, 2, headDim);
        Tensor values = tensor(type, 64, 2, headDim);
        // Queries are the first part of longer rows; the middle row belongs to a sequence that is not asked for.
        Tensor queries = tensor(type, 3, 14L * headDim);
        Tensor out = torch.zeros(new long[]{3, 10L * headDim}, Tensors.options(type));
        List<PagedAttention.Reader> readers = List.of(
                new PagedAttention.Reader(0, new int[]{3, 0, 9, 5, 11}, 18),
                new PagedAttention.Reader(2, new int[]{1}, 1));

        PagedAttention.forward(queries, new CacheRows(keys, null), new CacheRows(values, null), shape, readers, out);

        for (PagedAttention.Reader reader : readers) {
            assertClose(out.select(0, reader.row()), attention(queries, keys, values, shape, reader), type);
        }
        assertThat(Tensors.toFloats(out.select(0, 1))).containsOnly(0);
    }

    /** Blocks of 16 and 32 positions, which machine code reads where it is there; 15 heads to a key head are too many for it. */
    @ParameterizedTest
    @CsvSource({"7, 1, 64, 16", "14, 2, 64, 16", "16, 2, 128, 16", "1, 1, 32, 16", "28, 2, 96, 32", "30, 2, 64, 16"})
    void pagedAttentionReadsWholeBlocksAndTheBeginningOfTheLast(int heads, int kvHeads, int headDim, int blockSize) {
        PagedAttention.Shape shape = new PagedAttention.Shape(heads, kvHeads, headDim, blockSize);
        Tensor keys = tensor(ScalarType.BFloat16, 12L * blockSize, kvHeads, headDim);
        Tensor values = tensor(ScalarType.BFloat16, 12L * blockSize, kvHeads, headDim);
        Tensor queries = tensor(ScalarType.BFloat16, 4, (long) heads * headDim);
        Tensor out = torch.zeros(new long[]{4, (long) heads * headDim}, Tensors.options(ScalarType.BFloat16));
        int[] blocks = {4, 11, 0, 7, 2, 9, 1};
        List<PagedAttention.Reader> readers = List.of(new PagedAttention.Reader(0, blocks, 1),
                new PagedAttention.Reader(1, blocks, blockSize), new PagedAttention.Reader(2, blocks, blockSize + 1),
                new PagedAttention.Reader(3, blocks, 7 * blockSize - 3));

        PagedAttention.forward(queries, new CacheRows(keys, null), new CacheRows(values, null), shape, readers, out);

        for (PagedAttention.Reader reader : readers) {
            assertClose(out.select(0, reader.row()), attention(queries, keys, values, shape, reader),
                    ScalarType.BFloat16);
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void pagedAttentionReadsCodesTimesTheirScales(ScalarType type, int headDim) {
        PagedAttention.Shape shape = new PagedAttention.Shape(6, 2, headDim, 4);
        CacheRows keys = codes(64, 2, headDim);
        CacheRows values = codes(64, 2, headDim);
        Tensor queries = tensor(type, 1, 6L * headDim);
        Tensor out = torch.zeros(new long[]{1, 6L * headDim}, Tensors.options(type));
        PagedAttention.Reader reader = new PagedAttention.Reader(0, new int[]{3, 0, 9, 5, 11}, 18);

        PagedAttention.forward(queries, keys, values, shape, List.of(reader), out);

        assertClose(out.select(0, 0), attention(queries, numbers(keys), numbers(values), shape, reader), type);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void rotaryStoresCodesThatAreNearToWhatWasTurned(ScalarType type, int headDim) {
        Tensor qkv = tensor(type, 2, 4L * headDim);
        // The first row's values are zeros, whose scale is 0.
        qkv.select(0, 0).narrow(0, 3L * headDim, headDim).zero_();
        float[] still = new float[headDim];
        Arrays.fill(still, 1);
        CacheRows keys = codes(8, 1, headDim);
        CacheRows values = codes(8, 1, headDim);

        RotaryKernel.turnAndStore(qkv, still, new float[headDim], 2, 1, headDim, keys, values, new int[]{5, 2});

        for (int row = 0; row < 2; row++) {
            assertNear(keys, row == 0 ? 5 : 2, qkv.select(0, row).narrow(0, 2L * headDim, headDim));
            assertNear(values, row == 0 ? 5 : 2, qkv.select(0, row).narrow(0, 3L * headDim, headDim));
        }
    }

    private static void assertNear(CacheRows cached, int slot, Tensor exact) {
        float[] expected = Tensors.toFloats(exact);
        float[] stored = Tensors.toFloats(numbers(cached).select(0, slot).flatten());
        float most = 0;
        for (float value : expected) {
            most = Math.max(most, Math.abs(value));
        }
        assertThat(stored).containsExactly(expected, within(most / 254 * 1.001f));
    }

    private CacheRows codes(int slots, int kvHeads, int headDim) {
        return new CacheRows(
                tensor(ScalarType.Float, slots, kvHeads, headDim).mul_(new Scalar(40.0)).to(ScalarType.Char),
                tensor(ScalarType.Float, slots, kvHeads).abs_().mul_(new Scalar(0.01)));
    }

    private static Tensor numbers(CacheRows rows) {
        return rows.numbers().to(ScalarType.Float).mul_(Objects.requireNonNull(rows.scales()).unsqueeze(-1));
    }

    @Test
    void pagedAttentionOfALongContextIsSharedAmongThreads() {
        PagedAttention.Shape shape = new PagedAttention.Shape(4, 2, 64, 16);
        Tensor keys = tensor(ScalarType.BFloat16, 4096, 2, 64);
        Tensor values = tensor(ScalarType.BFloat16, 4096, 2, 64);
        Tensor queries = tensor(ScalarType.BFloat16, 8, 4 * 64);
        Tensor out = torch.zeros(new long[]{8, 4 * 64}, Tensors.options(ScalarType.BFloat16));
        List<PagedAttention.Reader> readers = new ArrayList<>();
        for (int row = 0; row < 8; row++) {
            int first = row * 32;
            readers.add(new PagedAttention.Reader(row, IntStream.range(first, first + 32).toArray(), 500 + row));
        }

        PagedAttention.forward(queries, new CacheRows(keys, null), new CacheRows(values, null), shape, readers, out);

        for (PagedAttention.Reader reader : readers) {
            assertClose(out.select(0, reader.row()), attention(queries, keys, values, shape, reader),
                    ScalarType.BFloat16);
        }
    }

    @Test
    void parallelLoopRunsEveryPieceOnce() {
        for (int pieces : new int[]{1, 2, 3, 100}) {
            int[] runs = new int[pieces];
            Parallel.forEach(pieces, piece -> runs[piece]++);
            assertThat(runs).containsOnly(1);
        }
    }

    private static Tensor attention(Tensor queries, Tensor keys, Tensor values, PagedAttention.Shape shape,
            PagedAttention.Reader reader) {
        int[] slots = IntStream.range(0, reader.context())
                .map(p -> reader.blocks()[p / shape.blockSize()] * shape.blockSize() + p % shape.blockSize())
                .toArray();
        long dim = shape.headDim();
        long group = shape.heads() / shape.kvHeads();
        Tensor q = queries.select(0, reader.row()).narrow(0, 0, shape.heads() * dim).to(ScalarType.Float)
                .view(shape.kvHeads(), group, dim);
        Tensor k = keys.index_select(0, Tensors.indexes(slots)).to(ScalarType.Float).permute(1, 2, 0);
        Tensor v = values.index_select(0, Tensors.indexes(slots)).to(ScalarType.Float).permute(1, 0, 2);
        return torch.matmul(torch.softmax(torch.matmul(q, k).mul(new Scalar(1 / Math.sqrt((double) dim))), -1), v)
                .flatten();
    }

    private Tensor tensor(ScalarType type, long... sizes) {
        int count = (int) LongStream.of(sizes).reduce(1, (a, b) -> a * b);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.floats(values).view(sizes).to(type);
    }

    private static void assertClose(Tensor actual, Tensor expected, ScalarType type) {
        float[] a = Tensors.toFloats(actual);
        float[] e = Tensors.toFloats(expected);
        assertThat(a).hasSameSizeAs(e);
        // bfloat16 keeps 8 bits of a number.
        double tolerance = type == ScalarType.Float ? 1e-5 : 1.0 / 128;
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(e[i], within((float) (tolerance * Math.max(1, Math.abs(e[i])))));
        }
    }
}
