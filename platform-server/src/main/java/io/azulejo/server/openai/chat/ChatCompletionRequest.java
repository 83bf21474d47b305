package io.azulejo.server.openai.chat;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of a request, as it comes.
 *
 * @param others every field that has no component here; {@link OtherParameters} decides about them
 */
@Schema(description = "A chat to answer. Fields that OpenAI knows and that change nothing here (user, metadata, store, "
        + "service_tier, ...) are accepted; any other that would change the answer is refused by name.")
record ChatCompletionRequest(
        @Schema(description = "The model's id; the default model if not given") @Nullable String model,
        @Schema(description = "The conversation so far", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<Message> messages,
        @Schema(description = "Whether the answer comes as server-sent events, piece by piece") @Nullable Boolean stream,
        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
        @JsonProperty("max_completion_tokens") @Schema(description = "The most tokens of the answer") @Nullable Integer maxCompletionTokens,
        @JsonProperty("max_tokens") @Schema(description = "The older name of max_completion_tokens") @Nullable Integer maxTokens,
        @Schema(description = "0 always takes the likeliest token; up to 2") @Nullable Double temperature,
        @JsonProperty("top_p") @Schema(description = "Samples among the likeliest tokens that make up this share of the probability") @Nullable Double topP,
        @JsonProperty("top_k") @Schema(description = "Samples among this many of the likeliest tokens") @Nullable Integer topK,
        @JsonProperty("min_p") @Schema(description = "Samples among tokens at least this share as likely as the likeliest") @Nullable Double minP,
        @JsonProperty("repetition_penalty") @Schema(description = "Above 1, tokens of prompt and answer become less likely") @Nullable Double repetitionPenalty,
        @JsonProperty("presence_penalty") @Schema(description = "Taken once from the logits of tokens in the answer; -2 to 2") @Nullable Double presencePenalty,
        @JsonProperty("frequency_penalty") @Schema(description = "Taken for each time from the logits of tokens in the answer; -2 to 2") @Nullable Double frequencyPenalty,
        @Schema(description = "The same seed gives the same answer") @Nullable Long seed,
        @Schema(description = "Texts that end the answer and are not shown", oneOf = {
                String.class,
                String[].class}) @Nullable JsonNode stop,
        @Schema(description = "Whether each token's log-probability is told") @Nullable Boolean logprobs,
        @JsonProperty("top_logprobs") @Schema(description = "How many alternatives are told for each token; needs logprobs") @Nullable Integer topLogprobs,
        @JsonProperty("logit_bias") @Schema(description = "Added to the logits of tokens, by token id; -100 to 100") @Nullable Map<String, Double> logitBias,
        @Schema(description = "How many answers, each of which is computed", minimum = "1", maximum = "16") @Nullable Integer n,
        @JsonProperty("response_format") @Nullable ResponseFormatField responseFormat,
        @Schema(description = "Functions that the model may call; whoever asks runs them") @Nullable List<Tool> tools,
        @JsonProperty("tool_choice") @Schema(description = "`none`, `auto`, `required`, or {\"type\": \"function\", "
                + "\"function\": {\"name\": ...}} for the one to call", oneOf = {String.class,
                        Object.class}) @Nullable JsonNode toolChoice,
        @JsonProperty("parallel_tool_calls") @Schema(description = "False for at most one call in an answer") @Nullable Boolean parallelToolCalls,
        @JsonProperty("mm_processor_kwargs") @Nullable ProcessorArguments processorArguments,
        @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {

    @Schema(name = "ChatMessage", description = "A message of the conversation")
    record Message(@Schema(allowableValues = {"system", "developer", "user", "assistant",
            "tool"}, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String role,
            @Schema(description = "A text, or parts: {\"type\": \"text\", \"text\": ...} and, from users, "
                    + "{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,...\", \"detail\": "
                    + "\"auto\"}}", oneOf = {String.class,
                            Object[].class}) @Nullable JsonNode content,
            @JsonProperty("tool_calls") @Schema(description = "The calls of an assistant's message, as they came") @Nullable List<ToolCallField> toolCalls,
            @JsonProperty("tool_call_id") @Schema(description = "The call of which a tool's message is the result") @Nullable String toolCallId,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "Tool", description = "A function that the model may call")
    record Tool(
            @Schema(allowableValues = "function", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String type,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Function function,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "ToolFunction")
    record Function(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = "^[a-zA-Z0-9_-]{1,64}$") @Nullable String name,
            @Nullable String description,
            @Schema(description = "The JSON schema of the arguments", type = "object") @Nullable JsonNode parameters,
            @Schema(description = "Whether a schema that calls cannot be held to is refused") @Nullable Boolean strict,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "ToolCallField", description = "A call of a function")
    record ToolCallField(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String id,
            @Schema(allowableValues = "function") @Nullable String type,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable CalledFunction function,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "CalledFunctionField")
    record CalledFunction(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
            @Schema(description = "A JSON object, as text", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String arguments,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    record StreamOptions(@JsonProperty("include_usage") @Schema(description = "Whether one more chunk at the end tells "
            + "what the answer cost") @Nullable Boolean includeUsage,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "ResponseFormat", description = "The form that the answer is held to, by models that take it")
    record ResponseFormatField(@Schema(allowableValues = {"text", "json_object",
            "json_schema"}, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String type,
            @JsonProperty("json_schema") @Nullable JsonSchemaField jsonSchema,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "ResponseJsonSchema", description = "The JSON schema that the answer is valid by")
    record JsonSchemaField(@Nullable String name, @Nullable String description,
            @Schema(description = "The schema, which is kept to whether strict or not", requiredMode = Schema.RequiredMode.REQUIRED, type = "object") @Nullable JsonNode schema,
            @Nullable Boolean strict, @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(description = "How pictures are prepared")
    record ProcessorArguments(@JsonProperty("max_dynamic_patch") @Schema(description = "The most tiles a picture is "
            + "cut into") @Nullable Integer maxDynamicPatch,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}
}
