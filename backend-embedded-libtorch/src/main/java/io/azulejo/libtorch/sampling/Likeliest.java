package io.azulejo.libtorch.sampling;

import java.util.Arrays;

/** Finds the largest values of a row without sorting all of it. Of equals the one with the lower id comes first. */
final class Likeliest {

    private Likeliest() {}

    /** The index of the largest value. */
    static int one(float[] row) {
        float max = max(row);
        int id = 0;
        while (row[id] != max) {
            id++;
        }
        return id;
    }

    /**
     * The largest value.
     *
     * @throws ArithmeticException where that is not finite, or one value is not a number
     */
    static float max(float[] row) {
        // Four at a time: one maximum would wait for each comparison to end before the next. What is not a number stays.
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = 0;
        for (; i + 3 < row.length; i += 4) {
            a = Math.max(a, row[i]);
            b = Math.max(b, row[i + 1]);
            c = Math.max(c, row[i + 2]);
            d = Math.max(d, row[i + 3]);
        }
        for (; i < row.length; i++) {
            a = Math.max(a, row[i]);
        }
        float max = Math.max(Math.max(a, b), Math.max(c, d));
        if (!Float.isFinite(max)) {
            throw new ArithmeticException("The largest of the model's logits is " + max);
        }
        return max;
    }

    /** The indexes of the n largest values, largest first; of all values where there are fewer. */
    static int[] of(float[] row, int n) {
        int size = Math.min(n, row.length);
        if (size <= 0) {
            return new int[0];
        }
        long[] keys = size > row.length / 4 ? allKeys(row) : heapOfLargest(row, size);
        Arrays.sort(keys);
        int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = (int) (Integer.MAX_VALUE - (keys[keys.length - 1 - i] & 0xFFFF_FFFFL));
        }
        return ids;
    }

    private static long[] allKeys(float[] row) {
        long[] keys = new long[row.length];
        for (int id = 0; id < row.length; id++) {
            keys[id] = key(row[id], id);
        }
        return keys;
    }

    /** A min-heap of the largest keys seen so far; its root is what a newcomer has to beat. */
    private static long[] heapOfLargest(float[] row, int size) {
        long[] heap = new long[size];
        for (int id = 0; id < size; id++) {
            heap[id] = key(row[id], id);
        }
        for (int parent = size / 2 - 1; parent >= 0; parent--) {
            siftDown(heap, parent, heap[parent]);
        }
        float least = value(heap[0]);
        for (int id = size; id < row.length; id++) {
            // Most are less than all kept so far, and need no key to tell.
            if (!(row[id] < least)) {
                long key = key(row[id], id);
                if (key > heap[0]) {
                    siftDown(heap, 0, key);
                    least = value(heap[0]);
                }
            }
        }
        return heap;
    }

    private static void siftDown(long[] heap, int from, long key) {
        int parent = from;
        for (int child = 2 * parent + 1; child < heap.length; child = 2 * parent + 1) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (key <= heap[child]) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = key;
    }

    /** A number that orders like (value ascending, id descending). */
    private static long key(float value, int id) {
        int bits = Float.floatToIntBits(value + 0f);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) ordered << 32) | (Integer.MAX_VALUE - id);
    }

    /** The value that a key was made of. */
    private static float value(long key) {
        int ordered = (int) (key >> 32);
        return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & Integer.MAX_VALUE));
    }
}
