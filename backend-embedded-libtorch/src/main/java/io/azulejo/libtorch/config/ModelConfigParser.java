package io.azulejo.libtorch.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.libtorch.tensor.DataType;
import io.azulejo.libtorch.weights.LoadException;
import io.azulejo.libtorch.weights.TensorIndex;
import io.azulejo.libtorch.weights.TensorInfo;

/** Reads a checkpoint's config.json into records. */
public final class ModelConfigParser {

    static final String FILE = "config.json";

    private ModelConfigParser() {}

    /**
     * Reads {@code config.json} of a checkpoint.
     *
     * @param directory the checkpoint
     * @param tensors its tensors: their shapes tell what the file leaves out
     * @throws LoadException where the file is missing, its architecture is not known, or a key cannot be used
     */
    public static ModelConfig parse(Path directory, TensorIndex tensors) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            throw new LoadException(file, null, "The file is missing.");
        }
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(file.toFile());
        } catch (JacksonException e) {
            throw new LoadException(file, null, "The file is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!node.isObject()) {
            throw new LoadException(file, null, "The file is not a JSON object.");
        }
        try {
            return parse(new ConfigSection(file, "", node), tensors);
        } catch (IllegalArgumentException e) {
            throw new LoadException(file, null, e.getMessage() + ".", e);
        }
    }

    private static ModelConfig parse(ConfigSection config, TensorIndex tensors) {
        if (config.has("quantization_config")) {
            throw config.problem("quantization_config", "quantised weights are not supported; use a checkpoint stored"
                    + " as bfloat16, float16 or float32.");
        }
        Architecture architecture = architecture(config);
        if (architecture == Architecture.TEXT_ONLY) {
            return new ModelConfig(architecture, new LanguageConfigParser(config, tensors, "").parse(), null, null,
                    storedType(config));
        }
        ConfigSection llm = config.requiredSection("llm_config");
        if (llm.has("quantization_config")) {
            throw llm.problem("quantization_config", "quantised weights are not supported; use a checkpoint stored as"
                    + " bfloat16, float16 or float32.");
        }
        LanguageConfig language = new LanguageConfigParser(llm, tensors, architecture.languagePrefix()).parse();
        VisionConfig vision = new VisionConfigParser(config, config.requiredSection("vision_config"), tensors).parse();
        DataType type = storedType(config);
        return new ModelConfig(architecture, language, vision, projector(architecture, language, vision, tensors),
                type == null ? storedType(llm) : type);
    }

    private static Architecture architecture(ConfigSection config) {
        String architecture = config.first("architectures");
        String modelType = config.text("model_type", "");
        return switch (architecture.isEmpty() ? modelType : architecture) {
            case "NVLM_D_Model", "NVLM_D" -> Architecture.NVLM_D;
            case "InternVLChatModel", "internvl_chat" -> Architecture.INTERNVL_CHAT;
            case "Qwen2ForCausalLM", "qwen2", "LlamaForCausalLM", "llama" -> Architecture.TEXT_ONLY;
            default -> throw config.problem(architecture.isEmpty() ? "model_type" : "architectures", "'"
                    + (architecture.isEmpty() ? modelType : architecture) + "' is not known. This engine runs"
                    + " NVLM_D_Model, InternVLChatModel, Qwen2ForCausalLM and LlamaForCausalLM.");
        };
    }

    private static ProjectorConfig projector(Architecture architecture, LanguageConfig language, VisionConfig vision,
            TensorIndex tensors) {
        boolean nvlm = architecture == Architecture.NVLM_D;
        Optional<TensorInfo> first = tensors.find("mlp1.1.weight");
        int width = first.filter(tensor -> tensor.shape().size() == 2)
                .map(tensor -> Math.toIntExact(tensor.shape().get(0)))
                .orElse(nvlm ? language.intermediateSize() : language.hiddenSize());
        return new ProjectorConfig(vision.shuffledWidth(), width, language.hiddenSize(),
                !nvlm || tensors.find("mlp1.1.bias").isPresent());
    }

    private static @Nullable DataType storedType(ConfigSection config) {
        String name = config.text("torch_dtype", config.text("dtype", ""));
        return switch (name) {
            case "float32" -> DataType.FLOAT32;
            case "bfloat16" -> DataType.BFLOAT16;
            case "float16" -> DataType.FLOAT16;
            default -> null;
        };
    }
}
