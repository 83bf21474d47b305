package io.azulejo.api.model;

/** What may be set for one answer, with its name on the wire. */
public enum GenerationParameter {

    MAX_TOKENS("max_tokens"), TEMPERATURE("temperature"), TOP_P("top_p"), TOP_K("top_k"), MIN_P(
            "min_p"), REPETITION_PENALTY("repetition_penalty"), PRESENCE_PENALTY("presence_penalty"), FREQUENCY_PENALTY(
                    "frequency_penalty"), SEED("seed"), STOP("stop"), LOGPROBS(
                            "logprobs"), TOP_LOGPROBS("top_logprobs"), LOGIT_BIAS(
                                    "logit_bias"), MAX_TILES("mm_processor_kwargs.max_dynamic_patch"), RESPONSE_FORMAT(
                                            "response_format"), TOOL_CHOICE("tool_choice");

    private final String wireName;

    GenerationParameter(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
