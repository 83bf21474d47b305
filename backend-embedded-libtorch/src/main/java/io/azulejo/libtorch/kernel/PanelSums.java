package io.azulejo.libtorch.kernel;

import java.lang.foreign.MemorySegment;

import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a panel's sums, once for each kind. Each is a class so that the call is one that the compiler does not
 * inline: within the product's method it would give up on the vectors and make an object of each.
 */
sealed interface PanelSums {

    /**
     * @param sums float32, [rows, columns] from the number {@code at} on; may be written
     * @param columns from one row to the next
     */
    void put(MemorySegment sums, long at, int columns, int firstRow, int rows, int firstOutput);

    /** Written in bfloat16 as they are. */
    record Plain(MemorySegment out, int outputs) implements PanelSums {

        static Plain to(Tensor out) {
            return new Plain(Kernels.memory(out), (int) out.size(1));
        }

        @Override
        public void put(MemorySegment sums, long at, int columns, int firstRow, int rows, int firstOutput) {
            int count = Math.min(columns, outputs - firstOutput);
            for (int row = 0; row < rows; row++) {
                row(sums, at + (long) row * columns, (long) (firstRow + row) * outputs + firstOutput, count);
            }
        }

        private void row(MemorySegment sums, long from, long to, int count) {
            int i = 0;
            for (; i < Lanes.bound(count); i += Lanes.COUNT) {
                Lanes.store(Lanes.load(sums, from + i, false), out, to + i, true);
            }
            for (; i < count; i++) {
                Lanes.put(Lanes.get(sums, from + i, false), out, to + i, true);
            }
        }
    }

    /** Written in bfloat16 with a bias added. */
    record Biased(MemorySegment bias, MemorySegment out, int outputs) implements PanelSums {

        static Biased to(Tensor out, Tensor bias) {
            return new Biased(Kernels.memory(bias), Kernels.memory(out), (int) out.size(1));
        }

        @Override
        public void put(MemorySegment sums, long at, int columns, int firstRow, int rows, int firstOutput) {
            int count = Math.min(columns, outputs - firstOutput);
            for (int row = 0; row < rows; row++) {
                row(sums, at + (long) row * columns, firstOutput, (long) (firstRow + row) * outputs, count);
            }
        }

        private void row(MemorySegment sums, long from, int first, long to, int count) {
            int i = 0;
            for (; i < Lanes.bound(count); i += Lanes.COUNT) {
                Lanes.store(Lanes.load(sums, from + i, false).add(Lanes.load(bias, first + i, true)), out,
                        to + first + i, true);
            }
            for (; i < count; i++) {
                Lanes.put(Lanes.get(sums, from + i, false) + Lanes.get(bias, first + i, true), out, to + first + i,
                        true);
            }
        }
    }

    /** SiLU of the first half of the columns times the second half. */
    record Gated(MemorySegment out, int outputs, boolean bfloat16) implements PanelSums {

        static Gated to(Tensor out) {
            return new Gated(Kernels.memory(out), (int) out.size(1), Kernels.isBfloat16(out));
        }

        @Override
        public void put(MemorySegment sums, long at, int columns, int firstRow, int rows, int firstOutput) {
            for (int row = 0; row < rows; row++) {
                long from = at + (long) row * columns;
                activate(sums, from, columns / 2);
                multiply(sums, from, columns / 2, (long) (firstRow + row) * outputs + firstOutput);
            }
        }

        private static void activate(MemorySegment sums, long from, int count) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                Lanes.silu(FloatVector.fromMemorySegment(Lanes.FLOATS, sums, Float.BYTES * (from + i), Lanes.ORDER))
                        .intoMemorySegment(sums, Float.BYTES * (from + i), Lanes.ORDER);
            }
        }

        private void multiply(MemorySegment sums, long from, int count, long to) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                Lanes.store(Lanes.load(sums, from + i, false).mul(Lanes.load(sums, from + count + i, false)), out,
                        to + i, bfloat16);
            }
        }
    }

    /** In float32 sums are outputs: they are made where they belong, on top of the bias where there is one. */
    record InPlace(MemorySegment out, int outputs, @Nullable MemorySegment bias) implements PanelSums {

        /** @param out has room for the rows, filled up as products take them */
        static InPlace in(Tensor out, @Nullable Tensor bias) {
            return new InPlace(Kernels.memory(out), (int) out.size(1), bias == null ? null : Kernels.memory(bias));
        }

        /** Address of an output of a row. */
        long address(int row, int output) {
            return out.address() + Float.BYTES * ((long) row * outputs + output);
        }

        /** Whether sums are added to what is there from the first. */
        boolean begin(int firstRow, int rows, int firstOutput, int columns) {
            if (bias == null) {
                return false;
            }
            for (int row = firstRow; row < firstRow + rows; row++) {
                MemorySegment.copy(bias, (long) Float.BYTES * firstOutput, out,
                        Float.BYTES * ((long) row * outputs + firstOutput), (long) Float.BYTES * columns);
            }
            return true;
        }

        @Override
        public void put(MemorySegment sums, long at, int columns, int firstRow, int rows, int firstOutput) {
            // They are there.
        }
    }
}
