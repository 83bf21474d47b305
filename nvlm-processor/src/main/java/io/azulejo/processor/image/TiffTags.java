package io.azulejo.processor.image;

import java.util.HashMap;
import java.util.Map;

import static io.azulejo.processor.image.ImageFormat.TIFF;

/** The integer values in the first directory of a TIFF file. */
final class TiffTags {

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final EncodedBytes bytes;
    private final Map<Integer, Entry> entries;

    /** @param at where the first value lies */
    private record Entry(int size, long count, long at) {}

    private TiffTags(EncodedBytes bytes, Map<Integer, Entry> entries) {
        this.bytes = bytes;
        this.entries = entries;
    }

    static TiffTags read(byte[] data) {
        EncodedBytes bytes = new EncodedBytes(TIFF, data, data[0] == 'I');
        long directory = bytes.u32(4);
        int count = bytes.u16(directory);
        Map<Integer, Entry> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + 12L * i;
            int size = switch (bytes.u16(entry + 2)) {
                case BYTE -> 1;
                case SHORT -> 2;
                case LONG -> 4;
                default -> 0;
            };
            long values = bytes.u32(entry + 4);
            if (size > 0 && values > 0) {
                long at = size * values > 4 ? bytes.u32(entry + 8) : entry + 8;
                bytes.index(at, size * values);
                entries.putIfAbsent(bytes.u16(entry), new Entry(size, values, at));
            }
        }
        return new TiffTags(bytes, entries);
    }

    long first(int tag, long otherwise) {
        return entries.containsKey(tag) ? value(tag, 0) : otherwise;
    }

    long count(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? 0 : entry.count;
    }

    long value(int tag, long index) {
        Entry entry = entries.get(tag);
        if (entry == null || index >= entry.count) {
            throw ImageException.damaged(TIFF, "tag " + tag + " has too few values");
        }
        long at = entry.at + index * entry.size;
        return switch (entry.size) {
            case 1 -> bytes.u8(at);
            case 2 -> bytes.u16(at);
            default -> bytes.u32(at);
        };
    }

    /** Refuses a file whose pieces, as their offsets and lengths say, lie beyond its end. */
    void checkInside(int offsets, int lengths) {
        for (long i = 0; i < Math.min(count(offsets), count(lengths)); i++) {
            bytes.index(value(offsets, i), value(lengths, i));
        }
    }
}
