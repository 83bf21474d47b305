package io.azulejo.processor.family;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

import io.azulejo.processor.checkpoint.JsonFile;
import io.azulejo.processor.tokenizer.Tokenizer;

/** Gathers the tokens that end an answer: checkpoints name them in several places, and not all in each. */
public final class EndTokens {

    private EndTokens() {}

    /**
     * The ids in {@code generation_config.json} (or {@code config.json}, where there is none), the tokenizer's end of
     * sequence and the conversation format's end token.
     */
    public static Set<Integer> read(Path checkpoint, FamilyConfig config, Tokenizer tokenizer) {
        Set<Integer> ids = new TreeSet<>();
        Optional<JsonFile> generation = JsonFile.readIfPresent(checkpoint, "generation_config.json");
        generation.ifPresent(file -> add(file, ids));
        if (ids.isEmpty()) {
            add(config.file(), ids);
            config.file().object("llm_config").ifPresent(file -> add(file, ids));
        }
        for (String name : new String[]{"tokenizer_config.json", "special_tokens_map.json"}) {
            JsonFile.readIfPresent(checkpoint, name).flatMap(file -> file.token("eos_token"))
                    .ifPresent(token -> tokenizer.specialTokenId(token).ifPresent(ids::add));
        }
        config.conversation().endTokens().forEach(token -> tokenizer.specialTokenId(token).ifPresent(ids::add));
        return Collections.unmodifiableSet(ids);
    }

    private static void add(JsonFile file, Set<Integer> ids) {
        JsonNode eos = file.root().path("eos_token_id");
        for (JsonNode id : eos.isArray() ? eos.values() : List.of(eos)) {
            if (id.isIntegralNumber() && id.canConvertToInt()) {
                ids.add(id.intValue());
            } else if (!id.isMissingNode() && !id.isNull()) {
                throw file.wrong("eos_token_id", "a token id or a list of them");
            }
        }
    }
}
