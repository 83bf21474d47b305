package io.azulejo.libtorch.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.ModelConfigParser;
import io.azulejo.libtorch.config.VisionConfig;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DeviceMapSpec;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.device.DevicePlanException;
import io.azulejo.libtorch.device.DevicePlanner;
import io.azulejo.libtorch.kernel.Kernels;
import io.azulejo.libtorch.kernel.PairTiles;
import io.azulejo.libtorch.layer.Linear;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.ComputeDevice;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.tensor.Precision;
import io.azulejo.libtorch.tensor.WeightFormat;
import io.azulejo.libtorch.weights.Checkpoint;
import io.azulejo.libtorch.weights.ExpectedTensor;
import io.azulejo.libtorch.weights.LoadException;
import io.azulejo.libtorch.weights.LoadedWeights;
import io.azulejo.libtorch.weights.WeightLoader;

/** The way from a directory to a model: everything that can be wrong is told before the first weight is loaded. */
final class ModelLoader {

    private static final List<String> VISION_MODULES = List.of(WeightSchema.VISION, WeightSchema.PROJECTOR);

    private final Path directory;
    private final LoadSettings settings;
    private final DeviceMemory memory;
    private final ActivationTransfer transfer;

    ModelLoader(Path directory, LoadSettings settings, DeviceMemory memory, ActivationTransfer transfer) {
        this.directory = directory;
        this.settings = settings;
        this.memory = memory;
        this.transfer = transfer;
    }

    VisionLanguageModel load() {
        Checkpoint checkpoint = Checkpoint.open(directory);
        ModelConfig config = ModelConfigParser.parse(directory, checkpoint);
        WeightSchema schema = WeightSchema.of(config);
        CheckpointCheck.check(checkpoint, schema);
        Precision precision = precision(stored(checkpoint, schema.tensors()));
        DevicePlan plan = plan(config, precision);
        LoadedWeights weights = weights(checkpoint, schema.tensors(), precision, plan);
        try {
            return new VisionLanguageModel(config, precision, plan, weights, transfer);
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    /** Tower and projector, on one device. */
    VisionModel loadVision() {
        Checkpoint checkpoint = Checkpoint.open(directory);
        ModelConfig config = ModelConfigParser.parse(directory, checkpoint);
        VisionConfig vision = config.visionIfPresent().orElseThrow(() -> new LoadException(directory, null,
                "the model has no vision tower."));
        List<ExpectedTensor> tensors = WeightSchema.of(config).tensors().stream()
                .filter(tensor -> VISION_MODULES.contains(tensor.module())).toList();
        CheckpointCheck.checkPresent(checkpoint, tensors);
        Precision precision = precision(stored(checkpoint, tensors));
        ComputeDevice device = settings.deviceMap() instanceof DeviceMapSpec.Single single
                ? single.device()
                : memory.cudaDevices().stream().findFirst().orElse(ComputeDevice.CPU);
        DevicePlan plan = new DevicePlan(Stream.concat(VISION_MODULES.stream(), Stream.of(WeightSchema
                .embedding(config))).map(module -> new DevicePlan.Placement(module, device, 0)).toList());
        checkFormats(precision, plan);
        LoadedWeights weights = weights(checkpoint, tensors, precision, plan);
        try {
            return new VisionModel(weights, config,
                    new PictureEncoder(weights, config, vision, precision.type(), plan, transfer));
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    private LoadedWeights weights(Checkpoint checkpoint, List<ExpectedTensor> tensors, Precision precision,
            DevicePlan plan) {
        long total = tensors.stream().mapToLong(tensor -> checkpoint.find(tensor.name()).orElseThrow().bytes()).sum();
        return new WeightLoader(precision.type(), module -> WeightSchema.format(precision, module), plan::deviceOf,
                loaded -> settings.progress().progress(loaded, total)).load(tensors, checkpoint);
    }

    // The type of most of the bytes; half precision has the width of bfloat16.
    private static DataType stored(Checkpoint checkpoint, List<ExpectedTensor> tensors) {
        long wide = 0;
        long all = 0;
        for (ExpectedTensor tensor : tensors) {
            long bytes = checkpoint.find(tensor.name()).orElseThrow().bytes();
            all += bytes;
            wide += checkpoint.find(tensor.name()).orElseThrow().type() == DataType.FLOAT32 ? bytes : 0;
        }
        return wide * 2 > all ? DataType.FLOAT32 : DataType.BFLOAT16;
    }

    /**
     * On a CPU, weights of half the width are kept in strips, from which a token is made at the memory's speed. Where it
     * does not multiply bfloat16 at a speed of its own, activations are in float32 and the vision tower is kept so too, as
     * where strips are what many rows are multiplied with soonest; else the tower is left to LibTorch.
     */
    private Precision precision(DataType stored) {
        DataType asked = settings.type();
        boolean strips = stored == DataType.BFLOAT16 && asked != DataType.FLOAT32 && onlyCpu() && Kernels.present();
        boolean wider = strips && asked == null && !Linear.multipliesBfloat16();
        return new Precision(asked != null ? asked : wider ? DataType.FLOAT32 : stored,
                Objects.requireNonNullElse(settings.decoder(),
                        strips ? WeightFormat.BFLOAT16 : WeightFormat.AS_COMPUTED),
                Objects.requireNonNullElse(settings.vision(),
                        wider || (strips && PairTiles.present()) ? WeightFormat.BFLOAT16 : WeightFormat.AS_COMPUTED));
    }

    private boolean onlyCpu() {
        return memory.cudaDevices().isEmpty()
                || (settings.deviceMap() instanceof DeviceMapSpec.Single single && single.device().isCpu());
    }

    private DevicePlan plan(ModelConfig config, Precision precision) {
        try {
            DevicePlan plan = new DevicePlanner(config, precision, settings.kvCacheBytes(),
                    settings.featureCacheBytes(), memory).plan(settings.deviceMap());
            checkFormats(precision, plan);
            return plan;
        } catch (DevicePlanException e) {
            throw new LoadException(directory, null, String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkFormats(Precision precision, DevicePlan plan) {
        for (DevicePlan.Placement placement : plan.placements()) {
            WeightFormat format = WeightSchema.format(precision, placement.module());
            if (format != WeightFormat.AS_COMPUTED && !placement.device().isCpu()) {
                throw new DevicePlanException("Weights can be kept in " + format + " on the CPU only, but "
                        + placement.module() + " is to go to " + placement.device() + ".");
            }
            if (format != WeightFormat.AS_COMPUTED && !Kernels.present()) {
                throw new DevicePlanException("Weights in " + format + " need Java started with --add-modules"
                        + " jdk.incubator.vector.");
            }
        }
    }
}
