package io.azulejo.server.openai.responses;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.openai.OpenAiError;
import io.azulejo.server.security.Person;

/** What the OpenAPI document says about responses. */
@Tag(name = "OpenAI", description = "What OpenAI's clients speak")
interface ResponsesApi {

    String JSON = "application/json";

    @Schema(name = "ResponseInputTokens")
    record InputTokenCount(@Schema(allowableValues = "response.input_tokens") String object,
            @JsonProperty("input_tokens") int inputTokens) {}

    @Schema(name = "ResponseDeleted")
    record Deleted(String id, @Schema(allowableValues = "response") String object, boolean deleted) {}

    @Schema(name = "ResponseItemList")
    record ItemList(@Schema(allowableValues = "list") String object,
            @Schema(type = "array", implementation = Object[].class) List<JsonNode> data,
            @JsonProperty("first_id") String firstId, @JsonProperty("last_id") String lastId,
            @JsonProperty("has_more") boolean hasMore) {}

    @Operation(summary = "Make a response", description = """
            Compatible with OpenAI's endpoint of this name. It is kept unless `store` is false; with `background: true`
            it is made while nobody waits. Streamed it comes as named server-sent events, numbered from 0.""")
    @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = ResponseRequest.class), examples = @ExampleObject("""
            {"input": "Who are you?"}""")))
    @ApiResponse(responseCode = "200", description = "The response", content = {
            @Content(mediaType = JSON, schema = @Schema(implementation = ResponseObject.class)),
            @Content(mediaType = "text/event-stream", schema = @Schema(type = "object"))})
    @ApiResponse(responseCode = "400", description = "The request is wrong or asks for what is not supported; `param` names the field", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "404", description = "There is no such model, or no such previous response", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "413", description = "The body is too large", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "429", description = "The model has no room now; `Retry-After` says when to try again", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "503", description = "The model cannot be reached now", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> create(@Parameter(hidden = true) ServerWebExchange exchange, Person person, PermittedModels models);

    @Operation(summary = "Count what a response would cost")
    @RequestBody(required = true, content = @Content(mediaType = JSON, schema = @Schema(implementation = ResponseRequest.class)))
    @ApiResponse(responseCode = "200", description = "The count", content = @Content(mediaType = JSON, schema = @Schema(implementation = InputTokenCount.class)))
    @ApiResponse(responseCode = "400", description = "The request is wrong", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "404", description = "There is no such model, or no such previous response", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "413", description = "The body is too large", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> inputTokens(@Parameter(hidden = true) ServerWebExchange exchange, Person person, PermittedModels models);

    @Operation(summary = "Read a response", description = "With `stream=true` its events, those to come included; "
            + "`starting_after` leaves out those up to a number.")
    @ApiResponse(responseCode = "200", description = "The response", content = {
            @Content(mediaType = JSON, schema = @Schema(implementation = ResponseObject.class)),
            @Content(mediaType = "text/event-stream", schema = @Schema(type = "object"))})
    @ApiResponse(responseCode = "400", description = "A parameter is wrong", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "404", description = "There is no such response", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> read(String id, @Parameter(schema = @Schema(type = "boolean")) @Nullable String stream,
            @Parameter(schema = @Schema(type = "integer", minimum = "0")) @Nullable String startingAfter,
            @Parameter(hidden = true) ServerWebExchange exchange, Person person);

    @Operation(summary = "Read what a response answers")
    @ApiResponse(responseCode = "200", description = "The items", content = @Content(mediaType = JSON, schema = @Schema(implementation = ItemList.class)))
    @ApiResponse(responseCode = "404", description = "There is no such response", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> inputItems(String id, @Parameter(hidden = true) ServerWebExchange exchange, Person person);

    @Operation(summary = "Cancel a response", description = "One that has ended stays as it is.")
    @ApiResponse(responseCode = "200", description = "The response", content = @Content(mediaType = JSON, schema = @Schema(implementation = ResponseObject.class)))
    @ApiResponse(responseCode = "404", description = "There is no such response", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> cancel(String id, @Parameter(hidden = true) ServerWebExchange exchange, Person person);

    @Operation(summary = "Delete a response")
    @ApiResponse(responseCode = "200", description = "It is gone", content = @Content(mediaType = JSON, schema = @Schema(implementation = Deleted.class)))
    @ApiResponse(responseCode = "404", description = "There is no such response", content = @Content(mediaType = JSON, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> delete(String id, @Parameter(hidden = true) ServerWebExchange exchange, Person person);
}
