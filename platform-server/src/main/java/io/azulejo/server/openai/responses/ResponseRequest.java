package io.azulejo.server.openai.responses;

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
 * @param others every field that has no component here; those that could change the answer are refused
 */
@Schema(description = "What to answer. Fields that OpenAI knows and that change nothing here are accepted; any other is "
        + "refused by name.")
record ResponseRequest(
        @Schema(description = "The model's id; the default model if not given") @Nullable String model,
        @Schema(description = "A text, or items: messages, calls of functions and their outputs", oneOf = {
                String.class,
                Object[].class}, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable JsonNode input,
        @Schema(description = "A system message, of this response alone") @Nullable String instructions,
        @JsonProperty("previous_response_id") @Schema(description = "The response that this one follows") @Nullable String previousResponseId,
        @Schema(description = "Whether the response comes as server-sent events") @Nullable Boolean stream,
        @Schema(description = "Whether it is kept; true if not given") @Nullable Boolean store,
        @Schema(description = "Whether it is made while nobody waits for it; needs store") @Nullable Boolean background,
        @JsonProperty("max_output_tokens") @Schema(description = "The most tokens of the answer", minimum = "1") @Nullable Integer maxOutputTokens,
        @Schema(description = "0 always takes the likeliest token; up to 2") @Nullable Double temperature,
        @JsonProperty("top_p") @Nullable Double topP, @Nullable List<Tool> tools,
        @JsonProperty("tool_choice") @Schema(description = "`none`, `auto`, `required`, or {\"type\": \"function\", "
                + "\"name\": ...}", oneOf = {String.class, Object.class}) @Nullable JsonNode toolChoice,
        @JsonProperty("parallel_tool_calls") @Nullable Boolean parallelToolCalls, @Nullable TextField text,
        @Schema(description = "Up to 16 texts by names, which are kept") @Nullable Map<String, String> metadata,
        @Schema(description = "For whom the answer is") @Nullable String user,
        @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {

    @Schema(name = "ResponseTool", description = "A function that the model may call")
    record Tool(
            @Schema(allowableValues = "function", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String type,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name, @Nullable String description,
            @Schema(type = "object") @Nullable JsonNode parameters, @Nullable Boolean strict,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "ResponseText", description = "The form of the answer's text")
    record TextField(@Nullable Format format, @Nullable String verbosity,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}

    @Schema(name = "ResponseTextFormat")
    record Format(@Schema(allowableValues = {"text", "json_object",
            "json_schema"}, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String type, @Nullable String name,
            @Nullable String description, @Schema(type = "object") @Nullable JsonNode schema, @Nullable Boolean strict,
            @JsonAnySetter @Schema(hidden = true) Map<String, JsonNode> others) {}
}
