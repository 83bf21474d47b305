package io.azulejo.server.openai.responses;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.TokenUsage;

/** A response as clients read it. */
@Schema(name = "Response")
record ResponseObject(String id, @Schema(allowableValues = "response") String object,
        @JsonProperty("created_at") @Schema(description = "Seconds since 1970") long createdAt,
        @JsonProperty("completed_at") @Nullable Long completedAt, @Schema(allowableValues = {
                "queued", "in_progress",
                "completed", "incomplete", "failed", "cancelled"}) String status,
        boolean background, @Nullable Failure error,
        @JsonProperty("incomplete_details") @Nullable Incomplete incompleteDetails, @Nullable String instructions,
        @JsonProperty("max_output_tokens") @Nullable Integer maxOutputTokens, String model, List<Item> output,
        @JsonProperty("parallel_tool_calls") boolean parallelToolCalls,
        @JsonProperty("previous_response_id") @Nullable String previousResponseId, boolean store,
        @Nullable Double temperature, @JsonProperty("top_p") @Nullable Double topP,
        @Schema(type = "object") @Nullable JsonNode text,
        @JsonProperty("tool_choice") @Schema(oneOf = {String.class, Object.class}) @Nullable JsonNode toolChoice,
        @Schema(type = "array") @Nullable JsonNode tools, @Schema(allowableValues = "disabled") String truncation,
        @Nullable Usage usage, Map<String, String> metadata, @Nullable String user) {

    @Schema(name = "ResponseError")
    record Failure(String code, String message) {}

    @Schema(name = "ResponseIncompleteDetails")
    record Incomplete(@Schema(allowableValues = "max_output_tokens") String reason) {}

    /** A message, which has a role and content, or a call of a function, which has the rest. */
    @Schema(name = "ResponseOutputItem")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(String id, @Schema(allowableValues = {
            "message", "function_call"}) String type,
            @Schema(allowableValues = {"in_progress", "completed", "incomplete"}) String status,
            @Schema(allowableValues = "assistant") @Nullable String role, @Nullable List<OutputText> content,
            @JsonProperty("call_id") @Nullable String callId, @Nullable String name, @Nullable String arguments) {

        static Item message(String id, String status, List<OutputText> content) {
            return new Item(id, "message", status, "assistant", content, null, null, null);
        }

        static Item call(String id, String status, String callId, String name, String arguments) {
            return new Item(id, "function_call", status, null, null, callId, name, arguments);
        }
    }

    @Schema(name = "ResponseOutputText")
    record OutputText(@Schema(allowableValues = "output_text") String type, String text, List<Object> annotations,
            List<Object> logprobs) {

        static OutputText of(String text) {
            return new OutputText("output_text", text, List.of(), List.of());
        }
    }

    @Schema(name = "ResponseUsage")
    record Usage(@JsonProperty("input_tokens") int inputTokens,
            @JsonProperty("input_tokens_details") InputDetails inputDetails,
            @JsonProperty("output_tokens") int outputTokens,
            @JsonProperty("output_tokens_details") OutputDetails outputDetails,
            @JsonProperty("total_tokens") int totalTokens) {

        static Usage of(TokenUsage usage) {
            return new Usage(usage.promptTokens(), new InputDetails(usage.cachedTokens(), usage.imageTokens()),
                    usage.completionTokens(), new OutputDetails(0), usage.promptTokens() + usage.completionTokens());
        }
    }

    @Schema(name = "ResponseInputTokensDetails")
    record InputDetails(@JsonProperty("cached_tokens") int cachedTokens,
            @JsonProperty("image_tokens") int imageTokens) {}

    @Schema(name = "ResponseOutputTokensDetails")
    record OutputDetails(@JsonProperty("reasoning_tokens") int reasoningTokens) {}

    boolean hasEnded() {
        return !status.equals("queued") && !status.equals("in_progress");
    }

    ResponseObject with(String newStatus) {
        return new ResponseObject(id, object, createdAt, completedAt, newStatus, background, error, incompleteDetails,
                instructions, maxOutputTokens, model, output, parallelToolCalls, previousResponseId, store, temperature,
                topP, text, toolChoice, tools, truncation, usage, metadata, user);
    }

    /** The end: what came, and how it ended. */
    ResponseObject ended(String newStatus, long at, List<Item> items, @Nullable Failure failure,
            @Nullable Incomplete incomplete, @Nullable Usage cost) {
        return new ResponseObject(id, object, createdAt, newStatus.equals("completed") ? Long.valueOf(at) : null,
                newStatus, background, failure, incomplete, instructions, maxOutputTokens, model, items,
                parallelToolCalls, previousResponseId, store, temperature, topP, text, toolChoice, tools, truncation,
                cost, metadata, user);
    }
}
