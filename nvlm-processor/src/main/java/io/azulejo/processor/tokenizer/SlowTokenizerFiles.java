package io.azulejo.processor.tokenizer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import io.azulejo.processor.CheckpointException;
import io.azulejo.processor.checkpoint.JsonFile;
import io.azulejo.processor.checkpoint.RawJson;

/**
 * Reads the form that NVLM-D-72B ships: {@code vocab.json} and {@code merges.txt} for the merges,
 * {@code tokenizer_config.json}, {@code added_tokens.json} and {@code special_tokens_map.json} for the rest. The class
 * named in {@code tokenizer_config.json} decides normalisation and pre-tokenisation, as transformers' converters do it.
 */
final class SlowTokenizerFiles {

    static final String VOCABULARY = "vocab.json";
    static final String MERGES = "merges.txt";
    static final String CONFIG = "tokenizer_config.json";

    /** Source: Qwen2's published tokenizer. */
    private static final String QWEN2_PATTERN = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private SlowTokenizerFiles() {}

    static TokenizerDefinition read(Path checkpoint) {
        RawJson vocabulary = RawJson.read(checkpoint, VOCABULARY);
        JsonFile config = JsonFile.read(checkpoint, CONFIG);
        Optional<JsonFile> specialMap = JsonFile.readIfPresent(checkpoint, "special_tokens_map.json");

        Set<String> special = new HashSet<>(AddedTokenTable.specialContents(config));
        specialMap.map(AddedTokenTable::specialContents).ifPresent(special::addAll);
        AddedTokenTable added = new AddedTokenTable();
        added.addDecoder(config);
        JsonFile.readIfPresent(checkpoint, "added_tokens.json").ifPresent(file -> added.addIds(file, special));
        added.addFromVocabulary(special, vocabulary.integers());

        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", "1.0");
        preTokenizer(root, config);
        root.set("decoder", byteLevel(false, true));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        model.putNull("dropout").putNull("unk_token");
        model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "");
        model.putRawValue("vocab", new RawValue(vocabulary.text()));
        model.putRawValue("merges", new RawValue(JsonFile.write(merges(checkpoint.resolve(MERGES)))));
        List<AddedToken> addedTokens = added.all();
        return FastTokenizerFile.definition(new JsonFile(vocabulary.path(), root), addedTokens,
                prefixIds(config, addedTokens));
    }

    private static void preTokenizer(ObjectNode root, JsonFile config) {
        String tokenizerClass = config.string("tokenizer_class").orElse("none");
        switch (tokenizerClass) {
            case "Qwen2Tokenizer", "Qwen2TokenizerFast" -> {
                root.putObject("normalizer").put("type", "NFC");
                ArrayNode steps = root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
                ObjectNode split = steps.addObject().put("type", "Split");
                split.putObject("pattern").put("Regex", QWEN2_PATTERN);
                split.put("behavior", "Isolated").put("invert", false);
                steps.add(byteLevel(false, false));
            }
            case "GPT2Tokenizer", "GPT2TokenizerFast" -> {
                root.putNull("normalizer");
                root.set("pre_tokenizer", byteLevel(config.bool("add_prefix_space", false), true));
            }
            default -> throw new CheckpointException(config.path(),
                    "\"tokenizer_class\" is " + tokenizerClass + "; without a " + FastTokenizerFile.NAME
                            + " only Qwen2Tokenizer and GPT2Tokenizer can be built.");
        }
    }

    private static ObjectNode byteLevel(boolean addPrefixSpace, boolean useRegex) {
        return JsonNodeFactory.instance.objectNode().put("type", "ByteLevel").put("add_prefix_space", addPrefixSpace)
                .put("trim_offsets", true).put("use_regex", useRegex);
    }

    private static List<String> merges(Path path) {
        List<String> merges = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CheckpointException(path, "It is missing or not UTF-8.", e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || (i == 0 && line.startsWith("#version:"))) {
                continue;
            }
            if (line.indexOf(' ') <= 0 || line.indexOf(' ') != line.lastIndexOf(' ') || line.endsWith(" ")) {
                throw new CheckpointException(path, "Line " + (i + 1) + " is not two entries and a space.");
            }
            merges.add(line);
        }
        return merges;
    }

    private static List<Integer> prefixIds(JsonFile config, List<AddedToken> addedTokens) {
        Optional<String> bos = config.bool("add_bos_token", false) ? config.token("bos_token") : Optional.empty();
        return addedTokens.stream().filter(token -> bos.filter(token.content()::equals).isPresent())
                .map(AddedToken::id).toList();
    }
}
