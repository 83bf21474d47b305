package io.azulejo.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * Values of one figure from several rounds.
 *
 * @param values at least one, in the order measured
 */
public record Samples(List<Double> values) {

    public Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to say of no samples");
        }
    }

    /** The middle value, or the mean of the two in the middle. */
    public double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest value that at least this share of the values does not exceed. */
    public double percentile(double share) {
        double[] sorted = sorted();
        return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /** How far the values lie apart, as a share of the median. */
    public double spread() {
        double[] sorted = sorted();
        double median = median();
        return median == 0 ? 0 : (sorted[sorted.length - 1] - sorted[0]) / median;
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
