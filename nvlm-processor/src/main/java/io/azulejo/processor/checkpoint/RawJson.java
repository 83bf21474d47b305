package io.azulejo.processor.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.util.RawValue;

import io.azulejo.processor.CheckpointException;

/**
 * Large parts of a tokenizer's files as the text that they are: a tree of their hundreds of thousands of nodes takes longer to
 * make and to write again than all the rest of a tokenizer but its merges.
 *
 * @param path the file
 * @param key where in the file, for errors
 * @param text a JSON object or list
 */
public record RawJson(Path path, String key, String text) {

    /**
     * Reads an object. Objects and lists at some keys stay text, for {@link #at} and for writing.
     *
     * @param raw keys, those of inner objects behind the outer ones' and a dot
     * @throws CheckpointException where the file is missing or not a JSON object
     */
    public static JsonFile read(Path directory, String name, Set<String> raw) {
        Path path = directory.resolve(name);
        String text = text(path);
        try (JsonParser parser = JsonFile.MAPPER.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new CheckpointException(path, "It does not hold a JSON object.");
            }
            ObjectNode root = object(parser, text, "", raw);
            if (parser.nextToken() != null) {
                throw new CheckpointException(path, "It is not readable JSON: something follows its object.");
            }
            return new JsonFile(path, root);
        } catch (JacksonException e) {
            throw JsonFile.unreadable(path, e);
        }
    }

    /** A whole file. */
    public static RawJson read(Path directory, String name) {
        Path path = directory.resolve(name);
        return new RawJson(path, name, text(path));
    }

    /** What stayed text at a key of an object; empty where there is none. */
    public static Optional<RawJson> at(JsonFile file, String parent, String key) {
        return file.root().path(parent).path(key) instanceof POJONode node
                && node.getPojo() instanceof RawValue value
                        ? Optional.of(new RawJson(file.path(), parent + "." + key, String.valueOf(value.rawValue())))
                        : Optional.empty();
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new CheckpointException(path, "It is missing or not UTF-8.", e);
        }
    }

    private static ObjectNode object(JsonParser parser, String text, String prefix, Set<String> raw) {
        ObjectNode object = JsonFile.MAPPER.createObjectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String key = prefix + name;
            JsonToken token = parser.nextToken();
            if (token.isStructStart() && raw.contains(key)) {
                object.putRawValue(name, new RawValue(structure(parser, text)));
            } else if (token == JsonToken.START_OBJECT && raw.stream().anyMatch(each -> each.startsWith(key + "."))) {
                object.set(name, object(parser, text, key + ".", raw));
            } else {
                JsonNode value = parser.readValueAsTree();
                object.set(name, value);
            }
        }
        return object;
    }

    private static String structure(JsonParser parser, String text) {
        long start = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring((int) start, (int) parser.currentLocation().getCharOffset());
    }

    /**
     * The entries of an object of whole numbers.
     *
     * @throws CheckpointException where it is something else
     */
    public Map<String, Integer> integers() {
        Map<String, Integer> integers = HashMap.newHashMap(text.length() / 16);
        try (JsonParser parser = JsonFile.MAPPER.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("an object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT
                        || parser.getNumberType() != JsonParser.NumberType.INT) {
                    throw wrong("a map from entries to ids: " + name);
                }
                integers.put(name, parser.getIntValue());
            }
        } catch (JacksonException e) {
            throw JsonFile.unreadable(path, e);
        }
        return integers;
    }

    /** All of it as a tree. */
    public JsonNode tree() {
        try {
            return JsonFile.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw JsonFile.unreadable(path, e);
        }
    }

    private CheckpointException wrong(String expected) {
        return new CheckpointException(path, "\"" + key + "\" is not " + expected + ".");
    }
}
