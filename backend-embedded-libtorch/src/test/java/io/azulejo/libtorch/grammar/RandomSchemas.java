package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON schemas of everything that can be held to, nested and recursive, each by its seed. */
public final class RandomSchemas {

    private static final List<String> NAMES = List.of("a", "ab", "name", "größe", "\"quoted\"", "x y", "键", "");
    private static final List<Object> CONSTANTS = List.of("red", "re", "1", 1, 12, -3.5, true, List.of(1, "b"),
            Map.of("k", false), "é\"\n");

    /** Sorted, since the order of a map without one differs from run to run. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final Random random;

    private RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    public static String of(long seed) {
        RandomSchemas schemas = new RandomSchemas(seed);
        Map<String, Object> schema = new LinkedHashMap<>(schemas.schema(3));
        schema.put("$defs", Map.of("node", schemas.node(), "leaf", schemas.schema(0)));
        return MAPPER.writeValueAsString(schema);
    }

    private Map<String, Object> schema(int depth) {
        return switch (random.nextInt(depth > 0 ? 16 : 9)) {
            case 0 -> Map.of("type", List.of("null", "boolean", List.of("string", "null")).get(random.nextInt(3)));
            case 1, 2 -> number("integer");
            case 3 -> number("number");
            case 4, 5 -> text();
            case 6 -> Map.of("enum", CONSTANTS.subList(random.nextInt(4), 4 + random.nextInt(6)));
            case 7 -> Map.of("const", CONSTANTS.get(random.nextInt(CONSTANTS.size())));
            case 8 -> random.nextBoolean() ? Map.of() : Map.of("type", "string", "description", "free");
            case 9, 10, 11 -> object(depth);
            case 12, 13 -> array(depth);
            case 14 -> Map.of("anyOf", List.of(schema(depth - 1), schema(depth - 1), schema(0)));
            default -> random.nextBoolean() ? oneOf(depth) : reference();
        };
    }

    private Map<String, Object> reference() {
        return Map.of("$ref", random.nextBoolean() ? "#/$defs/node" : "#/$defs/leaf");
    }

    /** A tree. */
    private Map<String, Object> node() {
        return Map.of("type", "object", "properties",
                Map.of("value", schema(0), "children", Map.of("type", "array", "items", Map.of("$ref", "#/$defs/node"),
                        "maxItems", 2)),
                "required", List.of("value"), "additionalProperties", false);
    }

    private Map<String, Object> oneOf(int depth) {
        Map<String, Object> one = Map.of("type", "object", "properties",
                Map.of("kind", Map.of("const", "one"), "x", schema(depth - 1)), "required", List.of("kind", "x"));
        Map<String, Object> other = Map.of("type", "object", "properties", Map.of("kind", Map.of("const", "other")),
                "required", List.of("kind"));
        return Map.of("oneOf", List.of(one, other, Map.of("type", "integer")));
    }

    private Map<String, Object> number(String type) {
        Map<String, Object> schema = new LinkedHashMap<>(Map.of("type", type));
        int low = random.nextInt(2000) - 1000;
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", low);
        }
        if (random.nextBoolean()) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum",
                    type.equals("integer") ? low + 2 + random.nextInt(300) : low + 0.125 + random.nextInt(3));
        }
        if (type.equals("integer") && !schema.containsKey("maximum") && !schema.containsKey("exclusiveMaximum")
                && random.nextBoolean()) {
            schema.put("multipleOf", 1 + random.nextInt(50));
        }
        return schema;
    }

    private Map<String, Object> text() {
        Map<String, Object> schema = new LinkedHashMap<>(Map.of("type", "string"));
        int least = random.nextInt(4);
        if (random.nextBoolean()) {
            schema.put("minLength", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxLength", least + random.nextInt(20));
        }
        return schema;
    }

    private Map<String, Object> array(int depth) {
        Map<String, Object> schema = new LinkedHashMap<>(Map.of("type", "array"));
        int least = random.nextInt(3);
        if (random.nextInt(3) == 0) {
            schema.put("prefixItems", List.of(schema(depth - 1), schema(0)));
        }
        if (random.nextInt(4) > 0) {
            schema.put("items", schema(depth - 1));
        }
        if (random.nextBoolean()) {
            schema.put("minItems", least);
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", least + random.nextInt(4));
        }
        return schema;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            properties.put(name, schema(depth - 1));
            if (random.nextBoolean() && !required.contains(name)) {
                required.add(name);
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>(Map.of("type", "object", "properties", properties));
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        switch (random.nextInt(4)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.put("additionalProperties", true);
            case 2 -> schema.put("additionalProperties", schema(0));
            default -> {
                // Silent.
            }
        }
        return schema;
    }
}
