package io.azulejo.libtorch.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.azulejo.libtorch.tensor.ComputeDevice;

/** How the modules of a model are to be spread over devices. */
public sealed interface DeviceMapSpec {

    /** Everything on one device. */
    record Single(ComputeDevice device) implements DeviceMapSpec {}

    /**
     * The model card's {@code split_model}: the first device counts as half a one and holds the vision tower, the
     * projector, the embedding, the final norm, the head and the last layer besides its share of the layers.
     *
     * @param devices the devices, the first one first
     */
    record Card(List<ComputeDevice> devices) implements DeviceMapSpec {

        public Card {
            devices = List.copyOf(devices);
            if (devices.isEmpty()) {
                throw new IllegalArgumentException("The card's device map needs at least one device.");
            }
        }
    }

    /** By free memory: every CUDA device in turn, then the CPU; the CPU alone where there is no CUDA device. */
    record Automatic() implements DeviceMapSpec {}

    /**
     * By name.
     *
     * @param modules module prefix to device; the longest prefix that fits a module wins, {@code ""} fits all
     */
    record Explicit(Map<String, ComputeDevice> modules) implements DeviceMapSpec {

        public Explicit {
            modules = new LinkedHashMap<>(modules);
        }
    }
}
