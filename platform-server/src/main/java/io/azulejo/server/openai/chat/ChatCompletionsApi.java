package io.azulejo.server.openai.chat;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.openai.OpenAiError;
import io.azulejo.server.security.Person;

/** What the OpenAPI document says about chat completions. */
@Tag(name = "OpenAI", description = "What OpenAI's clients speak")
interface ChatCompletionsApi {

    @Operation(summary = "Answer a chat", description = """
            Compatible with OpenAI's endpoint of this name. Pictures come as data URLs in the parts of a user's message;
            `detail: low` gives a picture one tile. With `stream: true` the answer comes as server-sent events, each
            `data: ` and a chunk, and ends with `data: [DONE]`. A parameter that would change the answer and is not
            supported is refused by name with the code `unsupported_parameter`.""")
    @RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ChatCompletionRequest.class), examples = {
            @ExampleObject(name = "A question", value = """
                    {"messages": [{"role": "user", "content": "Who are you?"}]}"""),
            @ExampleObject(name = "A picture, streamed", value = """
                    {"stream": true, "stream_options": {"include_usage": true}, "messages": [{"role": "user", "content": [
                      {"type": "text", "text": "What is this?"},
                      {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo..."}}]}]}""")}))
    @ApiResponse(responseCode = "200", description = "The answer", content = {
            @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ChatCompletion.class)),
            @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(implementation = ChatCompletionChunk.class))})
    @ApiResponse(responseCode = "400", description = "The request is wrong or asks for what is not supported; `param` names the field", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "404", description = "There is no such model", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "413", description = "The body is too large", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "429", description = "The model has no room now; `Retry-After` says when to try again", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "503", description = "The model cannot be reached now", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> create(@Parameter(hidden = true) ServerWebExchange exchange, Person person, PermittedModels models);

    @Operation(summary = "Count what a chat would cost", description = """
            Takes the body of a chat and tells the tokens of its prompt, pictures included, exactly and without running
            the model.""")
    @RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ChatCompletionRequest.class)))
    @ApiResponse(responseCode = "200", description = "The count", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = InputTokens.class)))
    @ApiResponse(responseCode = "400", description = "The request is wrong or asks for what is not supported; `param` names the field", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "404", description = "There is no such model", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    @ApiResponse(responseCode = "413", description = "The body is too large", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = OpenAiError.class)))
    Mono<Void> inputTokens(@Parameter(hidden = true) ServerWebExchange exchange, Person person, PermittedModels models);
}
