package io.azulejo.processor.tokenizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

import io.azulejo.processor.checkpoint.JsonFile;

/** Gathers added tokens from the several files that name them; what is told first about an id holds. */
final class AddedTokenTable {

    private static final List<String> TOKEN_KEYS = List.of("bos_token", "eos_token", "unk_token", "pad_token",
            "sep_token", "cls_token", "mask_token");

    private final Map<Integer, AddedToken> tokens = new TreeMap<>();

    /** The {@code added_tokens} of a {@code tokenizer.json}. */
    void addList(JsonFile file) {
        for (JsonNode node : file.root().path("added_tokens").values()) {
            add(file, node.path("id").asInt(-1), node);
        }
    }

    /** The {@code added_tokens_decoder} of a {@code tokenizer_config.json}. */
    void addDecoder(JsonFile config) {
        config.object("added_tokens_decoder").ifPresent(decoder -> decoder.root().forEachEntry((key, node) -> {
            try {
                add(config, Integer.parseInt(key), node);
            } catch (NumberFormatException _) {
                throw config.wrong("added_tokens_decoder", "keyed by token ids");
            }
        }));
    }

    /** An {@code added_tokens.json}: contents and ids; special are those named among the special tokens. */
    void addIds(JsonFile file, Set<String> special) {
        file.root().forEachEntry((content, id) -> {
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                throw file.wrong(content, "a token id");
            }
            tokens.putIfAbsent(id.intValue(), new AddedToken(id.intValue(), content, special.contains(content)));
        });
    }

    /** Special tokens that stand in the vocabulary itself. */
    void addFromVocabulary(Set<String> special, Map<String, Integer> vocabulary) {
        for (String content : special) {
            Integer id = vocabulary.get(content);
            if (id != null) {
                tokens.putIfAbsent(id, new AddedToken(id, content, true));
            }
        }
    }

    List<AddedToken> all() {
        return new ArrayList<>(tokens.values());
    }

    /** The contents that {@code tokenizer_config.json} or {@code special_tokens_map.json} name as special. */
    static Set<String> specialContents(JsonFile file) {
        Set<String> contents = new HashSet<>();
        for (String key : TOKEN_KEYS) {
            file.token(key).ifPresent(contents::add);
        }
        for (JsonNode node : file.root().path("additional_special_tokens").values()) {
            JsonFile.tokenContent(node).ifPresent(contents::add);
        }
        return contents;
    }

    private void add(JsonFile file, int id, JsonNode node) {
        Optional<String> content = JsonFile.tokenContent(node);
        if (id < 0 || content.isEmpty() || content.get().isEmpty()) {
            throw file.wrong("added_tokens", "a list of tokens with \"id\" and \"content\"");
        }
        tokens.putIfAbsent(id, new AddedToken(id, content.get(), node.path("special").asBoolean(false)));
    }
}
