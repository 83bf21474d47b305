package io.azulejo.libtorch.config;

/** The kinds of checkpoint the engine knows, told apart by {@code architectures} and {@code model_type}. */
public enum Architecture {

    /** NVLM-D: vision tower, projector through the decoder's MLP width, Qwen2 decoder. */
    NVLM_D("language_model."),
    /** InternVL 2, 2.5 and 3 in their published form: vision tower, projector, Qwen2 or Llama decoder. */
    INTERNVL_CHAT("language_model."),
    /** A decoder alone: Qwen2, Qwen2.5, Llama 3, Llama 3.1. */
    TEXT_ONLY("");

    private final String languagePrefix;

    Architecture(String languagePrefix) {
        this.languagePrefix = languagePrefix;
    }

    /** What stands before the decoder's tensor names. */
    public String languagePrefix() {
        return languagePrefix;
    }
}
