package io.azulejo.server.openai.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.ResponseFormat;
import io.azulejo.server.openai.OpenAiException;

/** Reads {@code response_format}. Whether its schema can be held to is for the model to judge. */
final class ResponseFormats {

    private static final String FIELD = "response_format";

    private ResponseFormats() {}

    static @Nullable ResponseFormat translate(ChatCompletionRequest.@Nullable ResponseFormatField format) {
        if (format == null) {
            return null;
        }
        OtherParameters.checkInside(FIELD, format.others());
        ChatCompletionRequest.JsonSchemaField schema = format.jsonSchema();
        if (format.type() == null) {
            throw OpenAiException.missing(FIELD + ".type");
        }
        if (schema != null && !format.type().equals("json_schema")) {
            throw OpenAiException.invalid(FIELD + ".json_schema", "'" + FIELD
                    + ".json_schema' is only allowed where the type is 'json_schema'.");
        }
        return switch (format.type()) {
            case "text" -> null;
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> jsonSchema(schema);
            default -> throw OpenAiException.invalid(FIELD + ".type", "'" + FIELD + ".type' is '" + format.type()
                    + "'; it must be 'text', 'json_object' or 'json_schema'.");
        };
    }

    private static ResponseFormat jsonSchema(ChatCompletionRequest.@Nullable JsonSchemaField field) {
        if (field == null) {
            throw OpenAiException.missing(FIELD + ".json_schema");
        }
        OtherParameters.checkInside(FIELD + ".json_schema", field.others());
        JsonNode schema = field.schema();
        if (schema == null || schema.isNull()) {
            throw OpenAiException.missing(FIELD + ".json_schema.schema");
        }
        if (!schema.isObject()) {
            throw OpenAiException.wrongType(FIELD + ".json_schema.schema", "must be a JSON schema, an object.");
        }
        return new ResponseFormat.JsonSchema(field.name(), schema.toString());
    }
}
