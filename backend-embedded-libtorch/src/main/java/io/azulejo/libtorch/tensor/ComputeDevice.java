package io.azulejo.libtorch.tensor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * A place where tensors live and are computed with. Several CPU devices may be told apart by their index; LibTorch
 * sees one CPU, so they differ only in what a device map says of them.
 *
 * @param kind CPU or CUDA
 * @param index counted from 0
 */
public record ComputeDevice(Kind kind, int index) implements Comparable<ComputeDevice> {

    /** What kind of device it is. */
    public enum Kind {
        CUDA, CPU
    }

    public static final ComputeDevice CPU = new ComputeDevice(Kind.CPU, 0);

    private static final Pattern NAME = Pattern.compile("(cpu|cuda)(?::(\\d{1,2}))?");

    public ComputeDevice {
        if (index < 0 || index > 127) {
            throw new IllegalArgumentException("A device index is from 0 to 127: " + index);
        }
    }

    public static ComputeDevice cuda(int index) {
        return new ComputeDevice(Kind.CUDA, index);
    }

    /** Reads {@code cpu}, {@code cuda} or {@code cuda:1}. */
    public static ComputeDevice parse(String name) {
        Matcher matcher = NAME.matcher(name.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a device such as cpu or cuda:0.");
        }
        Kind kind = matcher.group(1).equals("cpu") ? Kind.CPU : Kind.CUDA;
        return new ComputeDevice(kind, matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /** LibTorch's own device; belongs to the scope in which it is made. */
    public Device torchDevice() {
        return isCpu() ? new Device(DeviceType.CPU) : new Device(DeviceType.CUDA, (byte) index);
    }

    /**
     * A tensor here: the same one where it is here already, else a copy. All CPU devices share one memory. Belongs to
     * the scope in which it is asked for.
     */
    public Tensor receive(Tensor tensor) {
        return tensor.to(torchDevice(), tensor.scalar_type());
    }

    /** CUDA devices come first, by index. */
    @Override
    public int compareTo(ComputeDevice other) {
        return kind == other.kind ? Integer.compare(index, other.index) : kind.compareTo(other.kind);
    }

    @Override
    public String toString() {
        return isCpu() && index == 0 ? "cpu" : kind.name().toLowerCase(Locale.ROOT) + ":" + index;
    }
}
