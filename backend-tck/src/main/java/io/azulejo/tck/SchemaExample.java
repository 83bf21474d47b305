package io.azulejo.tck;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A document that is valid by a JSON schema of the usual kind: what is required, each by its type. */
final class SchemaExample {

    private SchemaExample() {}

    static JsonNode of(String schema) {
        return of("value", JsonMapper.shared().readTree(schema));
    }

    /** @param name what a text speaks of */
    private static JsonNode of(String name, JsonNode schema) {
        JsonMapper json = JsonMapper.shared();
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        if (schema.has("anyOf")) {
            return of(name, schema.path("anyOf").path(0));
        }
        return switch (type(schema)) {
            case "integer", "number" -> json.valueToTree(1);
            case "boolean" -> json.valueToTree(true);
            case "null" -> json.nullNode();
            case "array" -> {
                ArrayNode array = json.createArrayNode();
                yield array.add(of(name, schema.path("items")));
            }
            case "string" -> json.valueToTree("some " + name);
            default -> object(schema);
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        return type.asString(schema.has("properties") || schema.has("required") || schema.isEmpty()
                ? "object"
                : "string");
    }

    private static ObjectNode object(JsonNode schema) {
        ObjectNode object = JsonMapper.shared().createObjectNode();
        List<String> names = new ArrayList<>();
        schema.path("required").values().forEach(required -> names.add(required.asString()));
        names.forEach(name -> object.set(name, of(name, schema.path("properties").path(name))));
        return object;
    }
}
