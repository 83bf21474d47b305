package io.azulejo.libtorch.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tensors of a checkpoint directory, in one file or in shards. Only headers are read.
 */
public final class Checkpoint implements TensorIndex {

    static final String SINGLE_FILE = "model.safetensors";
    static final String SHARD_INDEX = "model.safetensors.index.json";

    private final Path directory;
    private final Map<String, TensorInfo> tensors;

    private Checkpoint(Path directory, Map<String, TensorInfo> tensors) {
        this.directory = directory;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Opens a directory with {@code model.safetensors}, or with {@code model.safetensors.index.json} and the shards
     * that it names.
     *
     * @throws LoadException where files are missing or broken, or do not hold what the index says
     */
    public static Checkpoint open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new LoadException(directory, null, "There is no such checkpoint directory.");
        }
        Path single = directory.resolve(SINGLE_FILE);
        if (Files.exists(single)) {
            return new Checkpoint(directory, merge(List.of(SafetensorsFile.read(single))));
        }
        Path index = directory.resolve(SHARD_INDEX);
        if (!Files.exists(index)) {
            throw new LoadException(directory, null, "The directory holds no weights: neither " + SINGLE_FILE + " nor "
                    + SHARD_INDEX + " is there.");
        }
        return sharded(directory, index);
    }

    private static Checkpoint sharded(Path directory, Path index) {
        JsonNode weightMap;
        try {
            weightMap = JsonMapper.shared().readTree(index.toFile()).path("weight_map");
        } catch (JacksonException e) {
            throw new LoadException(index, null, "The index is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw new LoadException(index, "weight_map", "it is missing or empty.");
        }
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            String file = entry.getValue().asString("");
            // A shard lies beside its index: a path in there could point anywhere.
            if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.equals("..")) {
                throw new LoadException(index, entry.getKey(), "'" + file + "' is not the name of a shard.");
            }
            names.add(file);
        }
        List<SafetensorsFile> shards = new ArrayList<>();
        for (String name : names) {
            shards.add(SafetensorsFile.read(directory.resolve(name)));
        }
        Map<String, TensorInfo> tensors = merge(shards);
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            TensorInfo tensor = tensors.get(entry.getKey());
            Path file = directory.resolve(entry.getValue().asString());
            if (tensor == null || !tensor.file().equals(file)) {
                throw new LoadException(file, entry.getKey(), "the index says that the tensor is in this file, but it"
                        + " is not.");
            }
        }
        return new Checkpoint(directory, tensors);
    }

    private static Map<String, TensorInfo> merge(List<SafetensorsFile> files) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (SafetensorsFile file : files) {
            for (TensorInfo tensor : file.tensors()) {
                TensorInfo other = tensors.putIfAbsent(tensor.name(), tensor);
                if (other != null) {
                    throw new LoadException(file.path(), tensor.name(), "the tensor is in " + other.file() + " too.");
                }
            }
        }
        return tensors;
    }

    public Path directory() {
        return directory;
    }

    /** All tensors, file by file in the order of their bytes. */
    public Collection<TensorInfo> tensors() {
        return tensors.values();
    }

    @Override
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }
}
