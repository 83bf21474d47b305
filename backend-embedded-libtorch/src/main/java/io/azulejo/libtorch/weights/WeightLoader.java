package io.azulejo.libtorch.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.azulejo.libtorch.nativelib.MemoryAdvice;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.TensorScope;
import io.azulejo.libtorch.tensor.Tensors;
import io.azulejo.libtorch.tensor.WeightFormat;

/**
 * Brings tensors from their files to their devices: on the CPU, where the stored type is the wanted one, the mapped
 * file itself is the tensor; else tensor by tensor through the mapping, which is dropped once its file is done, so that
 * no weight is held twice.
 */
public final class WeightLoader {

    private final DataType type;
    private final Function<String, WeightFormat> formats;
    private final Function<String, ComputeDevice> placement;
    private final LongConsumer loadedBytes;

    /**
     * @param type the type wanted
     * @param formats how a module's matrices are to be kept: those that the layers bring into a form of their own come
     *        to them as they are stored
     * @param placement the device of a module
     * @param loadedBytes hears the bytes loaded so far, as stored
     */
    public WeightLoader(DataType type, Function<String, WeightFormat> formats,
            Function<String, ComputeDevice> placement, LongConsumer loadedBytes) {
        this.type = type;
        this.formats = formats;
        this.placement = placement;
        this.loadedBytes = loadedBytes;
    }

    /**
     * Loads the expected tensors. That they are there, and in their shapes, was checked before.
     *
     * @throws LoadException where a file cannot be mapped
     */
    @SuppressWarnings("MustBeClosedChecker") // the mappings close with the weights that lie in them
    public LoadedWeights load(List<ExpectedTensor> expected, TensorIndex index) {
        Map<Path, List<Request>> byFile = new LinkedHashMap<>();
        for (ExpectedTensor tensor : expected) {
            TensorInfo info = index.find(tensor.name()).orElseThrow();
            byFile.computeIfAbsent(info.file(), _ -> new ArrayList<>())
                    .add(request(tensor, info));
        }
        Map<String, LoadedWeights.Weight> weights = new HashMap<>();
        List<Arena> mappings = new ArrayList<>();
        long loaded = 0;
        try {
            for (Map.Entry<Path, List<Request>> file : byFile.entrySet()) {
                Arena arena = Arena.ofShared();
                mappings.add(arena);
                MemorySegment mapping = map(file.getKey(), arena);
                boolean used = false;
                for (Request request : file.getValue()) {
                    MemorySegment bytes = mapping.asSlice(request.info().offset(), request.info().bytes());
                    boolean inPlace = request.device().isCpu() && request.info().type() == request.type()
                            && aligned(bytes, request.type());
                    used |= inPlace;
                    weights.put(request.info().name(), inPlace
                            ? new LoadedWeights.Weight(inPlace(bytes, request), bytes, request.format())
                            : new LoadedWeights.Weight(copy(bytes, request), null, request.format()));
                    loaded += request.info().bytes();
                    loadedBytes.accept(loaded);
                }
                if (!used) {
                    arena.close();
                    mappings.remove(arena);
                }
            }
            return new LoadedWeights(weights, mappings);
        } catch (RuntimeException | Error e) {
            new LoadedWeights(weights, mappings).close();
            throw e;
        }
    }

    private static MemorySegment map(Path file, Arena arena) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            throw new LoadException(file, null, "The file cannot be mapped: " + e.getMessage(), e);
        }
    }

    // A header may end anywhere, and F32 may follow an odd number of BF16: operators expect whole elements.
    private static boolean aligned(MemorySegment bytes, DataType type) {
        return bytes.address() % type.bytes() == 0;
    }

    private static Tensor inPlace(MemorySegment bytes, Request request) {
        // Reads every page now, while progress is shown, rather than at the first token. The system keeps what it read;
        // this process holds it when it is used, and not beside the form that most layers bring it into.
        bytes.load();
        MemoryAdvice.DISCARD.give(bytes);
        try (TensorScope scope = TensorScope.open()) {
            return scope.release(view(bytes, request.info()));
        }
    }

    private static Tensor copy(MemorySegment bytes, Request request) {
        DataType stored = request.info().type();
        try (TensorScope scope = TensorScope.open()) {
            Tensor source;
            if (bytes.address() % stored.bytes() == 0) {
                source = view(bytes, request.info());
            } else {
                source = torch.empty(sizes(request.info()), Tensors.options(stored.scalarType()), null);
                Pointer target = source.data_ptr();
                MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0,
                        MemorySegment.ofAddress(target.address()).reinterpret(bytes.byteSize()),
                        ValueLayout.JAVA_BYTE, 0, bytes.byteSize());
            }
            // To the device as stored, converted there: half the traffic where the wanted type is the wider one.
            return scope.release(source.to(request.device().torchDevice(), stored.scalarType())
                    .to(request.type().scalarType(), false, request.device().isCpu() && stored == request.type(),
                            null));
        }
    }

    private static Tensor view(MemorySegment bytes, TensorInfo info) {
        if (bytes.byteSize() == 0) {
            return torch.empty(sizes(info), Tensors.options(info.type().scalarType()), null);
        }
        return Tensors.over(bytes, info.type().scalarType(), sizes(info));
    }

    private static long[] sizes(TensorInfo info) {
        return info.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private Request request(ExpectedTensor tensor, TensorInfo info) {
        WeightFormat format = tensor.role() == ExpectedTensor.Role.OTHER
                ? WeightFormat.AS_COMPUTED
                : formats.apply(tensor.module());
        return new Request(info, placement.apply(tensor.module()), format == WeightFormat.AS_COMPUTED
                ? type
                : info.type(), format);
    }

    /** @param type that the tensor is wanted in */
    private record Request(TensorInfo info, ComputeDevice device, DataType type, WeightFormat format) {}
}
