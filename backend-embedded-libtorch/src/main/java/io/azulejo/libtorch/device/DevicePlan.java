package io.azulejo.libtorch.device;

import java.util.LinkedHashMap;
import java.util.List;
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
     * @param bytes its weights there, in the type computed with
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
}
