package io.azulejo.libtorch.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DevicePlan.Placement;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.Precision;

/** Makes a plan of what goes where, and checks that it fits. Reads no weight. */
public final class DevicePlanner {

    /** Left alone on a CUDA device when it is filled: its context, the libraries' workspaces and the activations. */
    static final long CUDA_RESERVE = 1L << 30;

    private final ModelConfig config;
    private final List<ModuleSize> modules;
    private final long kvCacheBytes;
    private final long featureCacheBytes;
    private final DeviceMemory memory;

    /**
     * @param config the model
     * @param precision what it is computed in, and how its matrices are kept
     * @param kvCacheBytes memory for cached keys and values, which lie with their layers
     * @param featureCacheBytes memory for kept picture features, which lie with the embedding; nothing where the model
     *        has no eyes
     * @param memory the devices
     */
    public DevicePlanner(ModelConfig config, Precision precision, long kvCacheBytes, long featureCacheBytes,
            DeviceMemory memory) {
        this.config = config;
        this.modules = ModuleSize.of(config, precision);
        this.kvCacheBytes = kvCacheBytes;
        this.featureCacheBytes = config.vision() == null ? 0 : featureCacheBytes;
        this.memory = memory;
    }

    /**
     * Makes a plan.
     *
     * @throws DevicePlanException where the map does not cover the model, names devices or modules that are not there,
     *         or puts more on a device than fits
     */
    public DevicePlan plan(DeviceMapSpec spec) {
        Map<String, ComputeDevice> devices = switch (spec) {
            case DeviceMapSpec.Single single -> everywhere(single.device());
            case DeviceMapSpec.Card card -> card(card.devices().isEmpty() ? memory.cudaDevices() : card.devices());
            case DeviceMapSpec.Automatic _ -> automatic();
            case DeviceMapSpec.Explicit explicit -> new ExplicitMap(explicit.modules(), modules).resolve();
        };
        if (config.language().tiedHead()) {
            // The head is the embedding: it is computed where that lies.
            devices.put(WeightSchema.head(config), devices.get(WeightSchema.embedding(config)));
        }
        DevicePlan plan = new DevicePlan(modules.stream()
                .map(module -> new Placement(module.name(), Objects.requireNonNull(devices.get(module.name())),
                        module.bytes()))
                .toList());
        checkDevices(plan);
        checkMemory(plan);
        return plan;
    }

    private Map<String, ComputeDevice> everywhere(ComputeDevice device) {
        Map<String, ComputeDevice> devices = new HashMap<>();
        modules.forEach(module -> devices.put(module.name(), device));
        return devices;
    }

    private Map<String, ComputeDevice> card(List<ComputeDevice> gpus) {
        if (gpus.isEmpty()) {
            throw new DevicePlanException("The model card's device map needs CUDA devices, but there are none here. Use"
                    + " cpu or auto.");
        }
        Map<String, ComputeDevice> devices = everywhere(gpus.getFirst());
        int layers = config.layers();
        int share = Math.ceilDiv(2 * layers, 2 * gpus.size() - 1); // the first one counts as half a device
        int layer = 0;
        for (int gpu = 0; gpu < gpus.size(); gpu++) {
            int here = gpu == 0 ? Math.ceilDiv(share, 2) : share;
            for (int i = 0; i < here && layer < layers; i++) {
                devices.put(WeightSchema.layer(config, layer++), gpus.get(gpu));
            }
        }
        devices.put(WeightSchema.layer(config, layers - 1), gpus.getFirst());
        return devices;
    }

    private Map<String, ComputeDevice> automatic() {
        List<ComputeDevice> candidates = new ArrayList<>(memory.cudaDevices());
        candidates.add(ComputeDevice.CPU);
        long[] left = candidates.stream().mapToLong(this::room).toArray();
        long ends = modules.stream().filter(module -> !module.isLayer()).mapToLong(this::bytes).sum();
        int first = 0;
        while (first < left.length - 1 && left[first] < ends) {
            first++;
        }
        left[first] -= ends;
        Map<String, ComputeDevice> devices = everywhere(candidates.get(first));
        // In one run over the devices, so that activations go from each to the next once.
        int candidate = 0;
        for (ModuleSize module : modules) {
            if (module.isLayer()) {
                long bytes = bytes(module);
                while (candidate < left.length - 1 && left[candidate] < bytes) {
                    candidate++;
                }
                left[candidate] -= bytes;
                devices.put(module.name(), candidates.get(candidate));
            }
        }
        return devices;
    }

    /** A module's weights and what is kept beside them. */
    private long bytes(ModuleSize module) {
        if (module.isLayer()) {
            return module.bytes() + kvCacheBytes / config.layers();
        }
        return module.bytes() + (module.name().equals(WeightSchema.embedding(config)) ? featureCacheBytes : 0);
    }

    private long room(ComputeDevice device) {
        long free = memory.freeBytes(device).orElseThrow(() -> new DevicePlanException("How much memory is free on "
                + device + " cannot be told. Name the devices, such as card or cuda:0."));
        return free - (device.isCpu() ? 0 : CUDA_RESERVE);
    }

    private void checkDevices(DevicePlan plan) {
        List<ComputeDevice> cuda = memory.cudaDevices();
        for (Placement placement : plan.placements()) {
            if (!placement.device().isCpu() && !cuda.contains(placement.device())) {
                throw new DevicePlanException(placement.module() + " is to go to " + placement.device()
                        + ", but LibTorch sees " + (cuda.isEmpty()
                                ? "no CUDA device here. With a GPU in this machine, build with the Maven profile cuda."
                                : "only " + cuda + "."));
            }
        }
    }

    private void checkMemory(DevicePlan plan) {
        Map<ComputeDevice, Long> needed = new LinkedHashMap<>();
        for (ModuleSize module : modules) {
            ComputeDevice device = plan.deviceOf(module.name());
            // All CPU devices share one memory.
            needed.merge(device.isCpu() ? ComputeDevice.CPU : device,
                    bytes(module), Long::sum);
        }
        needed.forEach((device, bytes) -> {
            OptionalLong free = memory.freeBytes(device);
            if (free.isPresent() && free.getAsLong() < bytes) {
                throw new DevicePlanException("Too little memory on " + device + ": the weights there"
                        + (kvCacheBytes > 0 ? " and their share of the caches" : "") + " need "
                        + DevicePlan.readable(bytes) + ", but only " + DevicePlan.readable(free.getAsLong())
                        + " is free. Use a smaller model, a smaller KV cache, bfloat16, or another device map.");
            }
        });
    }
}
