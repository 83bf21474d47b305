package io.azulejo.processor.family;

import java.util.List;
import java.util.Optional;

/** The kinds of checkpoints that can be read. */
public enum ModelFamily {

    /** NVLM-D: pictures as tagged tiles of {@code <|vision_pad|>}. */
    NVLM_D("NVLM-D", true, "NVLM_D_Model", "NVLM_D"),

    /** InternVL 2, 2.5 and 3 in their published layout: pictures as {@code <img>}, {@code <IMG_CONTEXT>}…, {@code </img>}. */
    INTERNVL("InternVL", true, "InternVLChatModel", "internvl_chat"),

    /** Qwen2 and Qwen2.5, text only. */
    QWEN2("Qwen2", false, "Qwen2ForCausalLM", "qwen2"),

    /** Llama 3 and 3.1, text only. */
    LLAMA("Llama 3", false, "LlamaForCausalLM", "llama");

    private final String displayName;
    private final boolean pictures;
    private final String architecture;
    private final String modelType;

    ModelFamily(String displayName, boolean pictures, String architecture, String modelType) {
        this.displayName = displayName;
        this.pictures = pictures;
        this.architecture = architecture;
        this.modelType = modelType;
    }

    /** What people call it. */
    public String displayName() {
        return displayName;
    }

    /** Whether the family sees pictures. */
    public boolean pictures() {
        return pictures;
    }

    /** The family of {@code architectures} and {@code model_type} in a {@code config.json}; the former decides. */
    static Optional<ModelFamily> of(List<String> architectures, Optional<String> modelType) {
        for (ModelFamily family : values()) {
            if (architectures.contains(family.architecture)) {
                return Optional.of(family);
            }
        }
        return List.of(values()).stream()
                .filter(family -> architectures.isEmpty() && modelType.filter(family.modelType::equals).isPresent())
                .findFirst();
    }
}
