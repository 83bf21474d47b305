package io.azulejo.libtorch.observation;

/** The names of all meters and of their tags; docs/metrics.md describes them. */
final class MeterNames {

    static final String STEP = "azulejo.engine.step";
    static final String STEP_PART = "azulejo.engine.step.part";
    static final String STEP_TOKENS = "azulejo.engine.step.tokens";
    static final String STEP_DECODES = "azulejo.engine.step.decodes";
    static final String TOKENS = "azulejo.engine.tokens";
    static final String TILES = "azulejo.engine.tiles";
    static final String PREEMPTIONS = "azulejo.engine.preemptions";
    static final String REQUESTS = "azulejo.engine.requests";
    static final String KV_BLOCKS = "azulejo.engine.kv.blocks";
    static final String KV_USAGE = "azulejo.engine.kv.usage";
    static final String PREFIX_TOKENS = "azulejo.engine.prefix.tokens";
    static final String FEATURES = "azulejo.engine.features";
    static final String FEATURES_MEMORY = "azulejo.engine.features.memory";
    static final String ANSWERS = "azulejo.engine.answers";
    static final String PROMPT_TOKENS = "azulejo.engine.prompt.tokens";
    static final String ANSWER_TOKENS = "azulejo.engine.answer.tokens";
    static final String TOKEN_INTERVAL = "azulejo.engine.token.interval";

    // OpenTelemetry's names for a server of generative models.
    static final String REQUEST_DURATION = "gen_ai.server.request.duration";
    static final String TIME_TO_FIRST_TOKEN = "gen_ai.server.time_to_first_token";
    static final String TIME_PER_OUTPUT_TOKEN = "gen_ai.server.time_per_output_token";

    static final String BACKEND = "backend";
    static final String MODEL = "model";
    static final String OPERATION_NAME = "gen_ai.operation.name";
    static final String PROVIDER_NAME = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String ERROR_TYPE = "error.type";

    private MeterNames() {}
}
