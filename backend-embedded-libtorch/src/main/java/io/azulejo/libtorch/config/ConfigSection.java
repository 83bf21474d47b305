package io.azulejo.libtorch.config;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.libtorch.weights.LoadException;

/**
 * A JSON object of a configuration file, read by type. A key that is missing or null has the default of the published
 * configuration class; one of another type is an error that names file and key.
 *
 * @param file the file
 * @param path what stands before the object's keys, with its final dot; empty at the top
 * @param node the object
 */
record ConfigSection(Path file, String path, JsonNode node) {

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    int integer(String key, int otherwise) {
        JsonNode value = node.get(key);
        if (absent(value)) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, value, "a whole number");
        }
        return value.intValue();
    }

    double number(String key, double otherwise) {
        JsonNode value = node.get(key);
        if (absent(value)) {
            return otherwise;
        }
        if (!value.isNumber()) {
            throw wrong(key, value, "a number");
        }
        return value.doubleValue();
    }

    boolean bool(String key, boolean otherwise) {
        JsonNode value = node.get(key);
        if (absent(value)) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(key, value, "true or false");
        }
        return value.booleanValue();
    }

    String text(String key, String otherwise) {
        JsonNode value = node.get(key);
        if (absent(value)) {
            return otherwise;
        }
        if (!value.isString()) {
            throw wrong(key, value, "a text");
        }
        return value.stringValue();
    }

    /** The first of a list of texts; empty where there is no list or nothing in it. */
    String first(String key) {
        return node.path(key).path(0).asString("");
    }

    /** The object under a key; empty where it is missing. */
    Optional<ConfigSection> section(String key) {
        JsonNode value = node.get(key);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw wrong(key, value, "an object");
        }
        return Optional.of(new ConfigSection(file, path + key + ".", value));
    }

    ConfigSection requiredSection(String key) {
        return section(key).orElseThrow(() -> problem(key, "it is missing."));
    }

    LoadException problem(String key, String problem) {
        return new LoadException(file, path + key, problem);
    }

    private LoadException wrong(String key, JsonNode value, String expected) {
        return problem(key, value + " is not " + expected + ".");
    }

    private static boolean absent(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }
}
