package io.azulejo.processor.family;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.checkpoint.JsonFile;

/**
 * What a checkpoint's {@code config.json} says about prompts and tiles.
 *
 * @param file the {@code config.json}
 * @param family told by {@code architectures} and {@code model_type}
 * @param conversation the conversation format of the published code
 * @param tiles how pictures are cut; empty for the text-only families
 */
public record FamilyConfig(JsonFile file, ModelFamily family, ConversationFormat conversation,
        Optional<TileSettings> tiles) {

    private static final List<String> DECODERS = List.of("Qwen2ForCausalLM", "LlamaForCausalLM");

    public static FamilyConfig read(Path checkpoint) {
        JsonFile config = JsonFile.read(checkpoint, "config.json");
        List<String> architectures = config.strings("architectures");
        Optional<String> modelType = config.string("model_type");
        ModelFamily family = ModelFamily.of(architectures, modelType)
                .orElseThrow(() -> new CheckpointException(config.path(),
                        "The architecture is unknown: \"architectures\" " + architectures + ", \"model_type\" "
                                + modelType.orElse("none")
                                + ". Known are NVLM_D_Model, InternVLChatModel, Qwen2ForCausalLM and LlamaForCausalLM."));
        if (family.pictures()) {
            refuseUnknownDecoder(config);
        }
        return new FamilyConfig(config, family, conversation(config, family),
                family.pictures() ? Optional.of(TileSettings.of(config)) : Optional.empty());
    }

    /** The part that says what the decoder is. */
    public JsonFile decoder() {
        return file.object("llm_config").orElse(file);
    }

    /** Whether the decoder is one of those that call tools in the form of Qwen2.5. */
    public boolean callsToolsAsQwen() {
        return decoder().strings("architectures").contains("Qwen2ForCausalLM");
    }

    private static void refuseUnknownDecoder(JsonFile config) {
        List<String> decoder = config.object("llm_config").map(llm -> llm.strings("architectures")).orElse(List.of());
        if (!decoder.isEmpty() && decoder.stream().noneMatch(DECODERS::contains)) {
            throw new CheckpointException(config.path(), "The decoder is unknown: \"llm_config.architectures\" "
                    + decoder + ". Known are " + String.join(" and ", DECODERS) + ".");
        }
    }

    private static ConversationFormat conversation(JsonFile config, ModelFamily family) {
        ConversationFormat format = switch (family) {
            case QWEN2 -> ConversationFormat.QWEN2;
            case LLAMA -> ConversationFormat.LLAMA3;
            case NVLM_D -> template(config, config.string("template").orElse("chatml"));
            case INTERNVL -> template(config, config.string("template").orElseThrow(
                    () -> new CheckpointException(config.path(), "\"template\" is missing: it names the conversation"
                            + " format, one of " + ConversationFormat.names() + ".")));
        };
        return config.string("system_message").map(format::withDefaultSystem).orElse(format);
    }

    private static ConversationFormat template(JsonFile config, String name) {
        return ConversationFormat.named(name).orElseThrow(() -> new CheckpointException(config.path(),
                "\"template\" is " + name + ", which is no known conversation format. Known are "
                        + ConversationFormat.names() + "."));
    }
}
