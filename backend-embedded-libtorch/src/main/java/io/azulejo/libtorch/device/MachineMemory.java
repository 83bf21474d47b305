package io.azulejo.libtorch.device;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.azulejo.libtorch.nativelib.CudaRuntime;
import io.azulejo.libtorch.nativelib.LibTorch;
import io.azulejo.libtorch.tensor.ComputeDevice;

/** The memory of this machine, within the limit of the control group (container) it runs in. */
final class MachineMemory implements DeviceMemory {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    @Override
    public List<ComputeDevice> cudaDevices() {
        return IntStream.range(0, LibTorch.cudaDevices()).mapToObj(ComputeDevice::cuda).toList();
    }

    @Override
    public OptionalLong freeBytes(ComputeDevice device) {
        return device.isCpu() ? OptionalLong.of(freeBytesOfCpu()) : CudaRuntime.freeBytes(device.index());
    }

    private static long freeBytesOfCpu() {
        return Math.min(availableInMachine(), availableInGroup(CGROUP));
    }

    // Free plus what the kernel can take back: the page cache, in which mapped weights may lie already.
    private static long availableInMachine() {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException _) {
            // Not Linux: the JVM's own view below.
        }
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getFreeMemorySize();
        }
        return Long.MAX_VALUE;
    }

    /** What a version 2 control group has left; its page cache counts as free. */
    static long availableInGroup(Path group) {
        try {
            String limit = Files.readString(group.resolve("memory.max")).strip();
            if (limit.equals("max")) {
                return Long.MAX_VALUE;
            }
            long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
            for (String line : Files.readAllLines(group.resolve("memory.stat"))) {
                if (line.startsWith("inactive_file ") || line.startsWith("active_file ")) {
                    used -= Long.parseLong(line.substring(line.indexOf(' ') + 1).strip());
                }
            }
            return Math.max(0, Long.parseLong(limit) - used);
        } catch (IOException | NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
