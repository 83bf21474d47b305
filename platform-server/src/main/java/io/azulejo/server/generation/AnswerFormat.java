package io.azulejo.server.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.ResponseFormat;

/**
 * The form that an answer is held to, as in OpenAI's API. Whether a schema can be held to is for the model to judge.
 *
 * @param type text, json_object or json_schema
 * @param jsonSchema where the type is json_schema
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "AnswerFormat")
record AnswerFormat(
        @Schema(allowableValues = {
                "text", "json_object",
                "json_schema"}, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String type,
        @JsonProperty("json_schema") @Nullable Named jsonSchema) {

    private static final String FIELD = "response_format";

    /** @param strict a schema is kept to whether strict or not */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AnswerSchema")
    record Named(@Nullable String name, @Nullable String description,
            @Schema(type = "object", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable JsonNode schema,
            @Nullable Boolean strict) {}

    /** @throws InvalidRequestException where it is none */
    @Nullable
    ResponseFormat toResponseFormat() {
        if (jsonSchema != null && !"json_schema".equals(type)) {
            throw invalid(".json_schema", "is only allowed where the type is 'json_schema'");
        }
        return switch (type) {
            case "text" -> null;
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> {
                if (jsonSchema == null || jsonSchema.schema() == null || !jsonSchema.schema().isObject()) {
                    throw invalid(".json_schema.schema", "must be a JSON schema, an object");
                }
                yield new ResponseFormat.JsonSchema(jsonSchema.name(), jsonSchema.schema().toString());
            }
            case null, default -> throw invalid(".type", "must be 'text', 'json_object' or 'json_schema'");
        };
    }

    private static InvalidRequestException invalid(String part, String problem) {
        return new InvalidRequestException("'" + FIELD + part + "' " + problem + ".", FIELD + part,
                InvalidRequestException.INVALID_VALUE);
    }
}
