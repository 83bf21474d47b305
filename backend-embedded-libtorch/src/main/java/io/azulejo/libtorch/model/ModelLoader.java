package io.azulejo.libtorch.model;

import java.nio.file.Path;

import io.azulejo.libtorch.config.ModelConfig;
import io.azulejo.libtorch.config.ModelConfigParser;
import io.azulejo.libtorch.config.WeightSchema;
import io.azulejo.libtorch.device.DeviceMemory;
import io.azulejo.libtorch.device.DevicePlan;
import io.azulejo.libtorch.device.DevicePlanException;
import io.azulejo.libtorch.device.DevicePlanner;
import io.azulejo.libtorch.tensor.ActivationTransfer;
import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.weights.Checkpoint;
import io.azulejo.libtorch.weights.ExpectedTensor;
import io.azulejo.libtorch.weights.LoadException;
import io.azulejo.libtorch.weights.LoadedWeights;
import io.azulejo.libtorch.weights.WeightLoader;

/** The way from a directory to a model: everything that can be wrong is told before the first weight is loaded. */
final class ModelLoader {

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
        DataType type = type(checkpoint, schema);
        DevicePlan plan = plan(config, type);
        long total = schema.tensors().stream().map(ExpectedTensor::name)
                .mapToLong(name -> checkpoint.find(name).orElseThrow().bytes()).sum();
        LoadedWeights weights = new WeightLoader(type, plan::deviceOf,
                loaded -> settings.progress().progress(loaded, total)).load(schema.tensors(), checkpoint);
        try {
            return new VisionLanguageModel(config, type, plan, weights, transfer);
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    // The type of most of the bytes; half precision has the width of bfloat16.
    private DataType type(Checkpoint checkpoint, WeightSchema schema) {
        DataType asked = settings.type();
        if (asked != null) {
            return asked;
        }
        long wide = 0;
        long all = 0;
        for (ExpectedTensor tensor : schema.tensors()) {
            long bytes = checkpoint.find(tensor.name()).orElseThrow().bytes();
            all += bytes;
            wide += checkpoint.find(tensor.name()).orElseThrow().type() == DataType.FLOAT32 ? bytes : 0;
        }
        return wide * 2 > all ? DataType.FLOAT32 : DataType.BFLOAT16;
    }

    private DevicePlan plan(ModelConfig config, DataType type) {
        try {
            return new DevicePlanner(config, type, settings.kvCacheBytes(), settings.featureCacheBytes(),
                    memory).plan(settings.deviceMap());
        } catch (DevicePlanException e) {
            throw new LoadException(directory, null, String.valueOf(e.getMessage()), e);
        }
    }
}
