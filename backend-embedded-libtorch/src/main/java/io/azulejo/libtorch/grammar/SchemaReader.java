package io.azulejo.libtorch.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON schema, draft 2020-12 (json-schema.org, Core and Validation). What it cannot hold an answer to it refuses
 * by name: a keyword that is ignored would be a wrong answer that nobody notices. What a schema leaves open it may read
 * more narrowly: every document written is valid, not every valid one can be written.
 */
final class SchemaReader {

    private static final int MOST_CONSTANTS = 1000;
    /** What says nothing about whether a document is valid. */
    private static final Set<String> ANNOTATIONS = Set.of("title", "description", "default", "examples", "$schema",
            "$id", "$defs", "definitions", "$comment", "deprecated", "readOnly", "writeOnly");

    private final JsonNode root;
    private final List<Form> forms = new ArrayList<>();
    private final Map<String, UnionForm> references = new HashMap<>();
    private final TypeReader types = new TypeReader(this);
    private @Nullable Form any;

    private SchemaReader(JsonNode root) {
        this.root = root;
    }

    /** @throws SchemaException where it cannot be held to */
    static Form read(String schema) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(schema);
        } catch (JacksonException e) {
            throw new SchemaException("The schema is not JSON: " + e.getOriginalMessage());
        }
        SchemaReader reader = new SchemaReader(root);
        return reader.finish(reader.read(root, "#"));
    }

    /** Any object. */
    static Form anyObject() {
        SchemaReader reader = new SchemaReader(JsonMapper.shared().createObjectNode());
        return reader.finish(reader.add(new ObjectForm(List.of(), reader.any())));
    }

    private Form finish(Form document) {
        for (UnionForm reference : references.values()) {
            refuseLoops(reference, new HashSet<>());
        }
        Form.settle(forms);
        if (document.cost() >= Symbol.ENDLESS) {
            throw new SchemaException("No document can fulfil the schema: something it requires is impossible or never"
                    + " ends.");
        }
        return document;
    }

    /** A reference that leads to itself without a character in between. */
    private static void refuseLoops(Form form, Set<Form> above) {
        if (form instanceof UnionForm union) {
            if (!above.add(union)) {
                throw new SchemaException("A '$ref' of the schema refers to itself.");
            }
            union.alternatives().forEach(alternative -> refuseLoops(alternative, above));
            above.remove(union);
        }
    }

    <F extends Form> F add(F form) {
        forms.add(form);
        return form;
    }

    /** Any value. */
    Form any() {
        if (any == null) {
            UnionForm value = add(new UnionForm(List.of()));
            any = value;
            value.add(add(new TextForm(0, Text.UNBOUNDED)));
            value.add(add(new NumberForm(false, 1, NumberForm.Bounds.NONE)));
            value.add(types.constants("boolean"));
            value.add(types.constants("null"));
            value.add(add(new ArrayForm(List.of(), value, 0, Integer.MAX_VALUE)));
            value.add(add(new ObjectForm(List.of(), value)));
        }
        return any;
    }

    Form read(JsonNode schema, String path) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? any() : add(new ConstantForm(List.of()));
        }
        if (!schema.isObject()) {
            throw new SchemaException("A schema must be an object or a boolean at " + path + ".");
        }
        Set<String> keywords = new LinkedHashSet<>(schema.propertyNames());
        keywords.removeAll(ANNOTATIONS);
        for (String combining : List.of("$ref", "allOf", "anyOf", "oneOf")) {
            if (keywords.contains(combining)) {
                requireAlone(combining, keywords, Set.of(combining), path);
                return combined(combining, schema.get(combining), path);
            }
        }
        for (String constant : List.of("const", "enum")) {
            if (keywords.contains(constant)) {
                requireAlone(constant, keywords, Set.of(constant, "type"), path);
                return constants(constant, schema, path);
            }
        }
        return types.read(schema, keywords, path);
    }

    private static void requireAlone(String keyword, Set<String> keywords, Set<String> allowed, String path) {
        for (String other : keywords) {
            if (!allowed.contains(other)) {
                throw new SchemaException("'" + other + "' beside '" + keyword + "' is not supported at " + path + ".");
            }
        }
    }

    private Form combined(String keyword, JsonNode value, String path) {
        if (keyword.equals("$ref")) {
            return reference(value, path);
        }
        if (!value.isArray() || value.isEmpty()) {
            throw new SchemaException("'" + keyword + "' must be an array of schemas at " + path + ".");
        }
        List<Form> alternatives = new ArrayList<>();
        for (JsonNode alternative : value) {
            alternatives.add(read(alternative, path + "/" + keyword + "/" + alternatives.size()));
        }
        if (keyword.equals("allOf") && alternatives.size() > 1) {
            throw new SchemaException("'allOf' of more than one schema is not supported at " + path + ".");
        }
        if (keyword.equals("oneOf") && !Disjoint.all(alternatives)) {
            throw new SchemaException("'oneOf' is supported where its schemas differ in type, or in the constants of a"
                    + " property that they all require; use 'anyOf' at " + path + ".");
        }
        return add(new UnionForm(alternatives));
    }

    private Form reference(JsonNode target, String path) {
        String pointer = target.isString() ? target.stringValue() : "";
        if (!pointer.equals("#") && !pointer.startsWith("#/")) {
            throw new SchemaException("'$ref' must be a JSON pointer within the schema, such as '#/$defs/name', at "
                    + path + ".");
        }
        UnionForm known = references.get(pointer);
        if (known != null) {
            return known;
        }
        JsonNode schema = root.at(JsonPointer.compile(pointer.substring(1)));
        if (schema.isMissingNode()) {
            throw new SchemaException("'$ref' refers to '" + pointer + "', which is not there, at " + path + ".");
        }
        UnionForm form = add(new UnionForm(List.of()));
        references.put(pointer, form);
        form.add(read(schema, pointer));
        return form;
    }

    private Form constants(String keyword, JsonNode schema, String path) {
        JsonNode given = schema.get(keyword);
        if (keyword.equals("enum") && (!given.isArray() || given.size() > MOST_CONSTANTS)) {
            throw new SchemaException("'enum' must be an array of at most " + MOST_CONSTANTS + " values at " + path
                    + ".");
        }
        List<JsonNode> values = new ArrayList<>(keyword.equals("enum") ? given.values() : List.of(given));
        if (schema.has("type")) {
            List<String> allowed = types.names(schema, path);
            values.removeIf(value -> allowed.stream().noneMatch(type -> TypeReader.isOf(value, type)));
        }
        return add(new ConstantForm(values));
    }
}
