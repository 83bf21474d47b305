package io.azulejo.libtorch.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
     * @param devices the devices, the first one first; empty for every CUDA device there is
     */
    record Card(List<ComputeDevice> devices) implements DeviceMapSpec {

        public Card {
            devices = List.copyOf(devices);
        }
    }

    /**
     * By free memory: every CUDA device in turn, then the CPU; the CPU alone where there is no CUDA device. Vision
     * tower, projector, embedding, norm and head go to the first one.
     */
    record Automatic() implements DeviceMapSpec {}

    /**
     * By name.
     *
     * @param modules module prefix to device; the longest prefix that fits a module wins, {@code ""} fits all
     */
    record Explicit(Map<String, ComputeDevice> modules) implements DeviceMapSpec {

        public Explicit {
            modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
        }
    }

    /**
     * Reads a setting: {@code auto}; a device such as {@code cpu} or {@code cuda:0}; {@code card} for the model card's
     * map over every CUDA device, {@code card:4} over the first four; or a list such as
     * {@code vision_model=cuda:0, mlp1=cuda:0, language_model=cuda:1, language_model.model.layers.0-39=cuda:0}.
     *
     * @throws IllegalArgumentException where it is none of these
     */
    static DeviceMapSpec parse(String text) {
        String value = text.strip();
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.equals("auto")) {
            return new Automatic();
        }
        if (lower.equals("card")) {
            return new Card(List.of());
        }
        if (lower.matches("card:[0-9]{1,2}")) {
            return new Card(cudaDevices(Integer.parseInt(lower.substring(5))));
        }
        return value.contains("=") ? new Explicit(modules(value)) : new Single(ComputeDevice.parse(value));
    }

    private static List<ComputeDevice> cudaDevices(int count) {
        if (count == 0) {
            throw new IllegalArgumentException("'card:0' names no device.");
        }
        List<ComputeDevice> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices.add(ComputeDevice.cuda(i));
        }
        return devices;
    }

    private static Map<String, ComputeDevice> modules(String text) {
        Map<String, ComputeDevice> modules = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + entry.strip() + "' is not a module and its device, such as"
                        + " vision_model=cuda:0.");
            }
            ComputeDevice device = ComputeDevice.parse(entry.substring(equals + 1));
            for (String name : names(entry.substring(0, equals).strip())) {
                if (modules.put(name, device) != null) {
                    throw new IllegalArgumentException("'" + name + "' has two devices.");
                }
            }
        }
        return modules;
    }

    // "….layers.0-39" stands for forty names.
    private static List<String> names(String name) {
        int dot = name.lastIndexOf('.');
        String last = name.substring(dot + 1);
        if (!last.matches("[0-9]{1,4}-[0-9]{1,4}")) {
            return List.of(name);
        }
        int dash = last.indexOf('-');
        List<String> names = new ArrayList<>();
        for (int i = Integer.parseInt(last.substring(0, dash)); i <= Integer.parseInt(last.substring(dash + 1)); i++) {
            names.add(name.substring(0, dot + 1) + i);
        }
        return names;
    }
}
