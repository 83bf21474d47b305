package io.azulejo.libtorch.grammar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads schemas that say of what type a value is, and what else holds for values of the type. */
final class TypeReader {

    private static final Set<String> OF_NUMBERS = Set.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum",
            "multipleOf", "format");
    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "object", Set.of("properties", "required", "additionalProperties"),
            "array", Set.of("prefixItems", "items", "minItems", "maxItems"),
            "string", Set.of("minLength", "maxLength", "format"),
            "number", OF_NUMBERS, "integer", OF_NUMBERS,
            "boolean", Set.of(), "null", Set.of());

    private static final BigDecimal INT = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final SchemaReader schemas;

    TypeReader(SchemaReader schemas) {
        this.schemas = schemas;
    }

    /** @param keywords those of the schema that are not annotations */
    Form read(JsonNode schema, Set<String> keywords, String path) {
        List<String> names = keywords.contains("type") ? names(schema, path) : implied(keywords);
        Set<String> left = new LinkedHashSet<>(keywords);
        left.remove("type");
        names.forEach(name -> left.removeAll(KEYWORDS.getOrDefault(name, Set.of())));
        if (!left.isEmpty()) {
            throw new SchemaException("'" + left.iterator().next() + "' is not supported at " + path + ".");
        }
        if (names.isEmpty()) {
            return schemas.any();
        }
        List<Form> forms = names.stream().map(name -> form(name, schema, path)).toList();
        return forms.size() == 1 ? forms.getFirst() : schemas.add(new UnionForm(forms));
    }

    /** The types that a schema names. */
    List<String> names(JsonNode schema, String path) {
        JsonNode type = schema.get("type");
        List<String> names = new ArrayList<>();
        for (JsonNode name : type.isArray() ? type.values() : List.of(type)) {
            if (!name.isString() || !KEYWORDS.containsKey(name.stringValue())) {
                throw new SchemaException("There is no type " + name + ", at " + path + ".");
            }
            names.add(name.stringValue());
        }
        return names;
    }

    /** Of what type a value is meant to be where a schema has keywords of one. */
    private static List<String> implied(Set<String> keywords) {
        for (String name : List.of("object", "array", "string", "number")) {
            if (KEYWORDS.getOrDefault(name, Set.of()).stream().anyMatch(keywords::contains)) {
                return List.of(name);
            }
        }
        return List.of();
    }

    static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }

    private Form form(String type, JsonNode schema, String path) {
        return switch (type) {
            case "object" -> object(schema, path);
            case "array" -> array(schema, path);
            case "string" -> text(schema, path);
            case "number", "integer" -> schemas.add(number(type, schema, path));
            default -> constants(type);
        };
    }

    private Form text(JsonNode schema, String path) {
        if (!schema.has("format")) {
            return schemas.add(new TextForm(count(schema, "minLength", 0, path),
                    count(schema, "maxLength", Text.UNBOUNDED, path)));
        }
        if (schema.has("minLength") || schema.has("maxLength")) {
            throw new SchemaException("A length beside 'format' is not supported at " + path + ".");
        }
        return schemas.add(TemplateForm.of(format(schema, TemplateForm.formats(), path)));
    }

    private static String format(JsonNode schema, Set<String> known, String path) {
        JsonNode format = schema.get("format");
        if (!format.isString() || !known.contains(format.stringValue())) {
            throw new SchemaException("The 'format' " + format + " is not supported at " + path + ".");
        }
        return format.stringValue();
    }

    /** Both truth values, or null. */
    Form constants(String type) {
        String values = type.equals("boolean") ? "[true,false]" : "[null]";
        return schemas.add(new ConstantForm(List.copyOf(JsonMapper.shared().readTree(values).values())));
    }

    private Form object(JsonNode schema, String path) {
        JsonNode named = schema.path("properties");
        if (!named.isMissingNode() && !named.isObject()) {
            throw new SchemaException("'properties' must be an object at " + path + ".");
        }
        // Where the schema is silent, what it names is what is wanted.
        Form additional = schema.has("additionalProperties")
                ? additional(schema.get("additionalProperties"), path)
                : named.isMissingNode() ? schemas.any() : null;
        Set<String> required = required(schema, path);
        List<ObjectForm.Property> properties = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : named.properties()) {
            properties.add(new ObjectForm.Property(property.getKey(),
                    schemas.read(property.getValue(), path + "/properties/" + property.getKey()),
                    required.remove(property.getKey())));
        }
        for (String name : required) {
            Form form = schema.has("additionalProperties")
                    ? schemas.read(schema.get("additionalProperties"), path + "/additionalProperties")
                    : schemas.any();
            properties.add(new ObjectForm.Property(name, form, true));
        }
        return schemas.add(new ObjectForm(properties, additional));
    }

    private @Nullable Form additional(JsonNode schema, String path) {
        return schema.isBoolean() && !schema.booleanValue()
                ? null
                : schemas.read(schema, path + "/additionalProperties");
    }

    private static Set<String> required(JsonNode schema, String path) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode given = schema.path("required");
        for (JsonNode name : given.isArray() || given.isMissingNode() ? given.values() : List.of(given)) {
            if (!name.isString()) {
                throw new SchemaException("'required' must be an array of names at " + path + ".");
            }
            names.add(name.stringValue());
        }
        return names;
    }

    private Form array(JsonNode schema, String path) {
        List<Form> first = new ArrayList<>();
        JsonNode prefix = schema.path("prefixItems");
        if (!prefix.isMissingNode() && !prefix.isArray()) {
            throw new SchemaException("'prefixItems' must be an array at " + path + ".");
        }
        for (JsonNode item : prefix.values()) {
            first.add(schemas.read(item, path + "/prefixItems/" + first.size()));
        }
        JsonNode items = schema.path("items");
        int least = count(schema, "minItems", 0, path);
        Form others = !items.isMissingNode()
                ? schemas.read(items, path + "/items")
                : first.isEmpty() || least > first.size() ? schemas.any() : null;
        return schemas.add(new ArrayForm(first, others, least,
                count(schema, "maxItems", Integer.MAX_VALUE, path)));
    }

    private static int count(JsonNode schema, String keyword, int otherwise, String path) {
        BigDecimal value = decimal(schema, keyword, path);
        if (value == null) {
            return otherwise;
        }
        if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0) {
            throw new SchemaException("'" + keyword + "' must be a whole number, not negative, at " + path + ".");
        }
        return value.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
    }

    private static @Nullable BigDecimal decimal(JsonNode schema, String keyword, String path) {
        JsonNode value = schema.get(keyword);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw new SchemaException("'" + keyword + "' must be a number at " + path + ".");
        }
        return value.decimalValue();
    }

    private static NumberForm number(String type, JsonNode schema, String path) {
        BigDecimal multipleOf = decimal(schema, "multipleOf", path);
        if (multipleOf != null && (multipleOf.signum() <= 0 || multipleOf.stripTrailingZeros().scale() > 0
                || multipleOf.precision() - multipleOf.scale() > NumberForm.DIGITS)) {
            throw new SchemaException("'multipleOf' is supported for whole numbers above 0 only at " + path + ".");
        }
        boolean whole = type.equals("integer") || multipleOf != null;
        BigDecimal minimum = decimal(schema, "minimum", path);
        BigDecimal maximum = decimal(schema, "maximum", path);
        // OpenAPI's; all numbers that are written fit into the others.
        if (schema.has("format")
                && format(schema, Set.of("int32", "int64", "float", "double"), path).equals("int32")) {
            minimum = INT.negate().max(minimum == null ? INT.negate() : minimum);
            maximum = INT.min(maximum == null ? INT : maximum);
        }
        return new NumberForm(whole, multipleOf == null ? 1 : multipleOf.longValueExact(),
                new NumberForm.Bounds(minimum, decimal(schema, "exclusiveMinimum", path), maximum,
                        decimal(schema, "exclusiveMaximum", path)));
    }
}
