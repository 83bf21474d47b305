package io.azulejo.libtorch.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.azulejo.libtorch.tensor.ComputeDevice;

/**
 * What is where: plain data, computed before a byte of weights is read. Loading follows it and decides nothing.
 *
 * @param placements every module of the model, in the order in which a forward pass meets them
 */
public record DevicePlan(List<Placement> placements) {

    /**
     * A module on its device.
     *
     * @param module prefix of the module's tensor names, such as {@code language_model.model.layers.3}
     * @param device where it lives
     * @param bytes its weights there, as they are kept
     */
    public record Placement(String module, ComputeDevice device, long bytes) {}

    public DevicePlan {
        placements = List.copyOf(placements);
    }

    /** The device of a module. */
    public ComputeDevice deviceOf(String module) {
        return placements.stream().filter(placement -> placement.module().equals(module)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The plan has no module " + module)).device();
    }

    /** Bytes of weights on each device. */
    public Map<ComputeDevice, Long> bytesByDevice() {
        Map<ComputeDevice, Long> bytes = new TreeMap<>();
        placements.forEach(placement -> bytes.merge(placement.device(), placement.bytes(), Long::sum));
        return new LinkedHashMap<>(bytes);
    }

    public long totalBytes() {
        return placements.stream().mapToLong(Placement::bytes).sum();
    }

    static String readable(long bytes) {
        return bytes < 1 << 20
                ? bytes / 1024 + " KiB"
                : String.format(Locale.ROOT, bytes < 1 << 30 ? "%.1f MiB" : "%.2f GiB",
                        bytes / (double) (bytes < 1 << 30 ? 1 << 20 : 1 << 30));
    }

    /** The plan as a table: runs of modules that lie together are one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < placements.size();) {
            Placement first = placements.get(i);
            long bytes = 0;
            Placement last = first;
            for (; i < placements.size() && placements.get(i).device().equals(first.device()); i++) {
                last = placements.get(i);
                bytes += last.bytes();
            }
            text.append(String.format(Locale.ROOT, "%-8s %11s  %s%n", first.device(), readable(bytes),
                    last.equals(first) ? first.module() : first.module() + " to " + last.module()));
        }
        bytesByDevice().forEach((device, bytes) -> text
                .append(String.format(Locale.ROOT, "%-8s %11s  in all%n", device, readable(bytes))));
        return text.toString();
    }
}
