package io.azulejo.processor.tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.checkpoint.JsonFile;
import io.azulejo.processor.checkpoint.RawJson;

/** Reads {@code tokenizer.json}, the one-file form of the Hugging Face library. */
final class FastTokenizerFile {

    static final String NAME = "tokenizer.json";

    private FastTokenizerFile() {}

    static TokenizerDefinition read(Path checkpoint) {
        JsonFile file = RawJson.read(checkpoint, NAME, Set.of("model.vocab", "model.merges"));
        AddedTokenTable added = new AddedTokenTable();
        added.addList(file);
        // transformers adds what only the configuration names.
        JsonFile.readIfPresent(checkpoint, SlowTokenizerFiles.CONFIG).ifPresent(added::addDecoder);
        return definition(file, added.all(), prefixIds(file));
    }

    /** Takes the file's object apart: it is changed. Its {@code model.vocab} and {@code model.merges} are raw. */
    static TokenizerDefinition definition(JsonFile file, List<AddedToken> addedTokens, List<Integer> prefixIds) {
        ObjectNode root = file.root();
        JsonNode model = root.path("model");
        if (!model.path("type").asString("BPE").equals("BPE") || !mentionsByteLevel(root.path("decoder"))
                || model.path("byte_fallback").asBoolean(false)) {
            throw new CheckpointException(file.path(),
                    "It is not a byte-level BPE, the only kind of tokenizer of the supported families.");
        }
        RawJson vocab = RawJson.at(file, "model", "vocab").orElseThrow(() -> incomplete(file));
        RawJson merges = RawJson.at(file, "model", "merges").filter(list -> list.text().startsWith("["))
                .orElseThrow(() -> incomplete(file));
        Map<String, Integer> vocabulary = vocab.integers();
        Set<String> left = leftOut(vocabulary, merges, addedTokens);
        if (!left.isEmpty()) {
            Map<String, Integer> kept = new HashMap<>(vocabulary);
            kept.keySet().removeAll(left);
            ((ObjectNode) model).putRawValue("vocab", new RawValue(JsonFile.write(kept)));
        }
        root.putArray("added_tokens");
        root.putNull("post_processor").putNull("truncation").putNull("padding");
        return new TokenizerDefinition(file.path(), JsonFile.write(root), vocabulary, addedTokens, prefixIds);
    }

    private static CheckpointException incomplete(JsonFile file) {
        return new CheckpointException(file.path(), "\"model\" has no \"vocab\" object or no \"merges\" list.");
    }

    /**
     * Some trainers put the added tokens in the vocabulary too, where a tokenizer that ignores merges for whole words
     * could find them in a text.
     */
    private static Set<String> leftOut(Map<String, Integer> vocabulary, RawJson merges, List<AddedToken> addedTokens) {
        Set<String> contents = new HashSet<>();
        addedTokens.stream().map(AddedToken::content).filter(vocabulary::containsKey).forEach(contents::add);
        for (JsonNode merge : contents.isEmpty() ? List.<JsonNode>of() : merges.tree().values()) {
            String left = merge.isArray() ? merge.path(0).asString("") : before(merge.asString(""));
            String right = merge.isArray() ? merge.path(1).asString("") : after(merge.asString(""));
            // What merges are made of or make has to stay.
            contents.remove(left);
            contents.remove(right);
            contents.remove(left + right);
        }
        return contents;
    }

    private static String before(String merge) {
        return merge.substring(0, Math.max(0, merge.indexOf(' ')));
    }

    private static String after(String merge) {
        return merge.substring(merge.indexOf(' ') + 1);
    }

    private static boolean mentionsByteLevel(JsonNode component) {
        return component.path("type").asString("").equals("ByteLevel")
                || component.path("decoders").values().stream().anyMatch(FastTokenizerFile::mentionsByteLevel);
    }

    /** The special tokens that the post-processor's template has in front of a single text. */
    private static List<Integer> prefixIds(JsonFile file) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode processor : postProcessors(file.root().path("post_processor"))) {
            JsonNode specials = processor.path("special_tokens");
            for (JsonNode piece : processor.path("single").values()) {
                if (piece.has("Sequence")) {
                    break;
                }
                JsonNode ofPiece = specials.path(piece.path("SpecialToken").path("id").asString("")).path("ids");
                ofPiece.values().forEach(id -> ids.add(id.asInt(-1)));
            }
        }
        return ids;
    }

    private static List<JsonNode> postProcessors(JsonNode processor) {
        return switch (processor.path("type").asString("")) {
            case "TemplateProcessing" -> List.of(processor);
            case "Sequence" -> processor.path("processors").values().stream()
                    .flatMap(inner -> postProcessors(inner).stream()).toList();
            default -> List.of();
        };
    }
}
