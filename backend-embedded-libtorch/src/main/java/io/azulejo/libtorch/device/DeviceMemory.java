package io.azulejo.libtorch.device;

import java.util.List;
import java.util.OptionalLong;

import io.azulejo.libtorch.tensor.ComputeDevice;

/** What devices there are, and how much room is on each. */
public interface DeviceMemory {

    /** The CUDA devices that LibTorch can use, by index. */
    List<ComputeDevice> cudaDevices();

    /** Bytes that can still be had on a device; empty where that cannot be told. All CPU devices share one memory. */
    OptionalLong freeBytes(ComputeDevice device);

    /** The machine this runs on. */
    static DeviceMemory ofThisMachine() {
        return new MachineMemory();
    }
}
