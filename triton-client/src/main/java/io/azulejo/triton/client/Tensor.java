package io.azulejo.triton.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A named tensor with its elements as the protocol's raw contents: row-major, little-endian; of {@link Datatype#BYTES}
 * each element is a 4-byte length and its bytes. Without a shape given it has one dimension.
 *
 * @param data the elements, read-only from its position to its limit; not copied
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, ByteBuffer data) {

    /** @throws IllegalArgumentException where the data's length is not that of the shape */
    public Tensor {
        shape = List.copyOf(shape);
        data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (datatype != Datatype.BYTES && data.remaining() != elements(shape) * datatype.size()) {
            throw new IllegalArgumentException("Tensor " + name + " of " + datatype + shape + " has "
                    + elements(shape) * datatype.size() + " bytes, not " + data.remaining());
        }
    }

    /** A further view of the data, with a position of its own. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Tensor ofBooleans(String name, boolean... values) {
        ByteBuffer data = allocate(values.length);
        for (boolean value : values) {
            data.put((byte) (value ? 1 : 0));
        }
        return of(name, Datatype.BOOL, values.length, data);
    }

    /** A tensor of {@link Datatype#UINT8}. */
    public static Tensor ofUnsignedBytes(String name, byte... values) {
        return of(name, Datatype.UINT8, values.length, ByteBuffer.wrap(values).position(values.length));
    }

    public static Tensor ofInts(String name, int... values) {
        ByteBuffer data = allocate(4L * values.length);
        data.asIntBuffer().put(values);
        return of(name, Datatype.INT32, values.length, data.position(data.limit()));
    }

    public static Tensor ofLongs(String name, long... values) {
        return longs(name, Datatype.INT64, values);
    }

    /** A tensor of {@link Datatype#UINT64}. */
    public static Tensor ofUnsignedLongs(String name, long... values) {
        return longs(name, Datatype.UINT64, values);
    }

    private static Tensor longs(String name, Datatype datatype, long... values) {
        ByteBuffer data = allocate(8L * values.length);
        data.asLongBuffer().put(values);
        return of(name, datatype, values.length, data.position(data.limit()));
    }

    /**
     * @param datatype {@link Datatype#FP16}, {@link Datatype#BF16} or {@link Datatype#FP32}; values are rounded to the
     *        nearest, ties to even
     */
    public static Tensor ofFloats(String name, Datatype datatype, float... values) {
        ByteBuffer data = allocate((long) datatype.size() * values.length);
        switch (datatype) {
            case FP32 -> data.asFloatBuffer().put(values);
            case FP16 -> {
                for (int i = 0; i < values.length; i++) {
                    data.putShort(2 * i, Float.floatToFloat16(values[i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    data.putShort(2 * i, bfloat16(values[i]));
                }
            }
            default -> throw new IllegalArgumentException("Floats are not written as " + datatype);
        }
        return of(name, datatype, values.length, data.position(data.limit()));
    }

    public static Tensor ofFloats(String name, float... values) {
        return ofFloats(name, Datatype.FP32, values);
    }

    public static Tensor ofDoubles(String name, double... values) {
        ByteBuffer data = allocate(8L * values.length);
        data.asDoubleBuffer().put(values);
        return of(name, Datatype.FP64, values.length, data.position(data.limit()));
    }

    /** A tensor of {@link Datatype#BYTES} with the texts in UTF-8. */
    public static Tensor ofStrings(String name, String... values) {
        return ofBytes(name, Arrays.stream(values).map(value -> value.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /** A tensor of {@link Datatype#BYTES}. */
    public static Tensor ofBytes(String name, List<byte[]> values) {
        ByteBuffer data = allocate(values.stream().mapToLong(value -> 4L + value.length).sum());
        values.forEach(value -> data.putInt(value.length).put(value));
        return of(name, Datatype.BYTES, values.size(), data);
    }

    /** The same elements in another shape. */
    public Tensor reshaped(long... dimensions) {
        return new Tensor(name, datatype, Arrays.stream(dimensions).boxed().toList(), data);
    }

    /** The number of elements. */
    public long elements() {
        return elements(shape);
    }

    /** Elements of {@link Datatype#BOOL}. */
    public boolean[] booleans() {
        byte[] bytes = raw(Datatype.BOOL);
        boolean[] values = new boolean[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] != 0;
        }
        return values;
    }

    /** The elements' bytes, of {@link Datatype#UINT8} or {@link Datatype#INT8}. */
    public byte[] bytes() {
        return raw(Datatype.UINT8, Datatype.INT8);
    }

    /** Elements of any type of whole numbers up to 32 bits, unsigned ones of 32 bits as their bits. */
    public int[] ints() {
        ByteBuffer in = data();
        int[] values = new int[Math.toIntExact(elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (datatype) {
                case INT8 -> in.get();
                case UINT8 -> Byte.toUnsignedInt(in.get());
                case INT16 -> in.getShort();
                case UINT16 -> Short.toUnsignedInt(in.getShort());
                case INT32, UINT32 -> in.getInt();
                default -> throw wrongType("ints");
            };
        }
        return values;
    }

    /** Elements of any type of whole numbers, those of {@link Datatype#UINT64} as their bits. */
    public long[] longs() {
        if (datatype == Datatype.INT64 || datatype == Datatype.UINT64) {
            long[] values = new long[Math.toIntExact(elements())];
            data().asLongBuffer().get(values);
            return values;
        }
        int[] values = ints();
        return Arrays.stream(values)
                .mapToLong(value -> datatype == Datatype.UINT32 ? Integer.toUnsignedLong(value) : value).toArray();
    }

    /** Elements of {@link Datatype#FP16}, {@link Datatype#BF16} or {@link Datatype#FP32}. */
    public float[] floats() {
        ByteBuffer in = data();
        float[] values = new float[Math.toIntExact(elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (datatype) {
                case FP16 -> Float.float16ToFloat(in.getShort());
                case BF16 -> Float.intBitsToFloat(in.getShort() << 16);
                case FP32 -> in.getFloat();
                default -> throw wrongType("floats");
            };
        }
        return values;
    }

    /** Elements of any type of floating-point numbers. */
    public double[] doubles() {
        if (datatype != Datatype.FP64) {
            float[] values = floats();
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return wide;
        }
        double[] values = new double[Math.toIntExact(elements())];
        data().asDoubleBuffer().get(values);
        return values;
    }

    /** Elements of {@link Datatype#BYTES}. */
    public List<byte[]> byteStrings() {
        if (datatype != Datatype.BYTES) {
            throw wrongType("byte strings");
        }
        ByteBuffer in = data();
        List<byte[]> values = new ArrayList<>();
        while (in.hasRemaining()) {
            int length = in.remaining() < 4 ? -1 : in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new IllegalArgumentException("Tensor " + name + " is damaged: its strings do not fill it");
            }
            byte[] value = new byte[length];
            in.get(value);
            values.add(value);
        }
        return values;
    }

    /** Elements of {@link Datatype#BYTES} as texts in UTF-8. */
    public List<String> strings() {
        return byteStrings().stream().map(value -> new String(value, StandardCharsets.UTF_8)).toList();
    }

    private byte[] raw(Datatype... types) {
        if (!List.of(types).contains(datatype)) {
            throw wrongType("bytes");
        }
        byte[] bytes = new byte[data.remaining()];
        data().get(bytes);
        return bytes;
    }

    private IllegalStateException wrongType(String wanted) {
        return new IllegalStateException("Tensor " + name + " of " + datatype + " has no " + wanted);
    }

    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static Tensor of(String name, Datatype datatype, int elements, ByteBuffer filled) {
        return new Tensor(name, datatype, List.of((long) elements), filled.flip());
    }

    private static ByteBuffer allocate(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long elements(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
