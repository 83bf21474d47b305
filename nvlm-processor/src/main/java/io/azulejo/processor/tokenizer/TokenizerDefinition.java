package io.azulejo.processor.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.azulejo.processor.CheckpointException;

/**
 * What a checkpoint's tokenizer files say, whichever form they have.
 *
 * @param source the file that says it, for errors
 * @param plainTextJson a {@code tokenizer.json} of the normaliser, pre-tokeniser and merges alone: no added tokens, no
 *            post-processing, no truncation
 * @param vocabulary entries in the byte-level alphabet and their ids
 * @param addedTokens tokens beside the merges, by id
 * @param prefixIds what goes in front of a whole prompt
 */
record TokenizerDefinition(Path source, String plainTextJson, Map<String, Integer> vocabulary,
        List<AddedToken> addedTokens, List<Integer> prefixIds) {

    /** Far above any vocabulary; tables by id stay small. */
    private static final int HIGHEST_ID = 10_000_000;

    TokenizerDefinition {
        addedTokens = List.copyOf(addedTokens);
        prefixIds = List.copyOf(prefixIds);
        Stream.of(vocabulary.values().stream(), addedTokens.stream().map(AddedToken::id), prefixIds.stream())
                .flatMap(ids -> ids).filter(id -> id < 0 || id > HIGHEST_ID).findFirst().ifPresent(id -> {
                    throw new CheckpointException(source, "The token id " + id + " is not from 0 to " + HIGHEST_ID
                            + ".");
                });
    }

    static TokenizerDefinition read(Path checkpoint) {
        if (Files.isRegularFile(checkpoint.resolve(FastTokenizerFile.NAME))) {
            return FastTokenizerFile.read(checkpoint);
        }
        if (Files.isRegularFile(checkpoint.resolve(SlowTokenizerFiles.VOCABULARY))) {
            return SlowTokenizerFiles.read(checkpoint);
        }
        throw new CheckpointException(checkpoint, "It holds no tokenizer: neither " + FastTokenizerFile.NAME + " nor "
                + SlowTokenizerFiles.VOCABULARY + " with " + SlowTokenizerFiles.MERGES + ".");
    }

    int vocabularySize() {
        int highest = vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        return 1 + Math.max(highest, addedTokens.stream().mapToInt(AddedToken::id).max().orElse(-1));
    }
}
