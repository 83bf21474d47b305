package io.azulejo.processor.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.azulejo.processor.CheckpointException;

/**
 * One JSON object of a checkpoint. Getters take a JSON null for a missing key, as the published code does, and throw
 * {@link CheckpointException} where a value has another type than asked for.
 *
 * @param path the file
 * @param root the object
 */
public record JsonFile(Path path, ObjectNode root) {

    /**
     * A tokenizer's vocabulary is one large file: only its depth is bounded. Names are not looked up in a table of known ones,
     * where a hundred thousand that come once only take its time.
     */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(200).build()).build()).build();

    public static JsonFile read(Path directory, String name) {
        return readIfPresent(directory, name)
                .orElseThrow(() -> new CheckpointException(directory.resolve(name), "The file is missing."));
    }

    public static Optional<JsonFile> readIfPresent(Path directory, String name) {
        Path path = directory.resolve(name);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try {
            if (MAPPER.readTree(path) instanceof ObjectNode root) {
                return Optional.of(new JsonFile(path, root));
            }
        } catch (JacksonException e) {
            throw unreadable(path, e);
        }
        throw new CheckpointException(path, "It does not hold a JSON object.");
    }

    static CheckpointException unreadable(Path path, JacksonException e) {
        return new CheckpointException(path, "It is not readable JSON: " + e.getOriginalMessage(), e);
    }

    /** The text of a tree, or of anything else that Jackson knows. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The object at a key, or empty where the key is missing or null. */
    public Optional<JsonFile> object(String key) {
        return present(root, key).map(node -> {
            if (node instanceof ObjectNode object) {
                return new JsonFile(path, object);
            }
            throw wrong(key, "an object");
        });
    }

    public Optional<String> string(String key) {
        return present(root, key).map(node -> {
            if (node.isString()) {
                return node.stringValue();
            }
            throw wrong(key, "a string");
        });
    }

    public List<String> strings(String key) {
        List<String> values = new ArrayList<>();
        for (JsonNode node : present(root, key).map(JsonNode::values).orElse(List.of())) {
            if (!node.isString()) {
                throw wrong(key, "a list of strings");
            }
            values.add(node.stringValue());
        }
        return values;
    }

    public OptionalInt integer(String key) {
        return present(root, key).map(node -> {
            if (node.isIntegralNumber() && node.canConvertToInt()) {
                return OptionalInt.of(node.intValue());
            }
            throw wrong(key, "a whole number");
        }).orElse(OptionalInt.empty());
    }

    public OptionalDouble number(String key) {
        return present(root, key).map(node -> {
            if (node.isNumber()) {
                return OptionalDouble.of(node.doubleValue());
            }
            throw wrong(key, "a number");
        }).orElse(OptionalDouble.empty());
    }

    public boolean bool(String key, boolean otherwise) {
        return present(root, key).map(node -> {
            if (node.isBoolean()) {
                return node.booleanValue();
            }
            throw wrong(key, "true or false");
        }).orElse(otherwise);
    }

    /** A token named in full: a string, or an object with a {@code content}. */
    public Optional<String> token(String key) {
        return present(root, key).flatMap(JsonFile::tokenContent);
    }

    /** The content of a token written as a string or as an object; empty for anything else. */
    public static Optional<String> tokenContent(JsonNode node) {
        JsonNode content = node.isObject() ? node.path("content") : node;
        return content.isString() ? Optional.of(content.stringValue()) : Optional.empty();
    }

    public CheckpointException wrong(String key, String expected) {
        return new CheckpointException(path, "\"" + key + "\" is not " + expected + ".");
    }

    private static Optional<JsonNode> present(ObjectNode object, String key) {
        @Nullable
        JsonNode node = object.get(key);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }
}
