package io.azulejo.processor.tokenizer;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.processor.CheckpointException;

/**
 * Byte-level BPE of one checkpoint. Thread-safe.
 *
 * <p>
 * Two ways lead to ids, and they never meet: {@link #encode} for text, which gives no added token whatever the text
 * says, and {@link #specialTokenId} for the control tokens that a prompt's format needs.
 */
public final class Tokenizer {

    private static final Logger LOG = LoggerFactory.getLogger(Tokenizer.class);
    private static final Cleaner CLEANER = Cleaner.create();

    /** The merges in native memory, freed when this tokenizer is unreachable. */
    private final long handle;
    private final byte[][] bytes;
    private final BitSet special = new BitSet();
    private final List<AddedToken> addedTokens;
    private final Map<String, Integer> addedIds = new HashMap<>();
    private final List<Integer> prefixIds;

    /** Not private for tests that have a definition and no files. */
    Tokenizer(TokenizerDefinition definition) {
        NativeTokenizerLibrary.load();
        addedTokens = definition.addedTokens();
        prefixIds = definition.prefixIds();
        bytes = new byte[definition.vocabularySize()][];
        Arrays.fill(bytes, new byte[0]);
        definition.vocabulary().forEach((entry, id) -> bytes[id] = ByteLevelAlphabet.bytes(entry));
        for (AddedToken token : addedTokens) {
            bytes[token.id()] = token.content().getBytes(StandardCharsets.UTF_8);
            special.set(token.id(), token.special());
            addedIds.put(token.content(), token.id());
        }
        warnOfUnwritableBytes(definition);
        long created = create(definition);
        handle = created;
        CLEANER.register(this, () -> TokenizersLibrary.LIB.deleteTokenizer(created));
        refuseReachableControlTokens(definition);
    }

    /**
     * Reads the tokenizer of a checkpoint directory.
     *
     * @throws CheckpointException if its files are missing, broken or not of a byte-level BPE
     */
    public static Tokenizer load(Path checkpoint) {
        return new Tokenizer(TokenizerDefinition.read(checkpoint));
    }

    /** The merges begin at single bytes; text with a byte that has no token would lose it without a word. */
    private void warnOfUnwritableBytes(TokenizerDefinition definition) {
        BitSet written = new BitSet();
        for (byte[] token : bytes) {
            if (token.length == 1) {
                written.set(token[0] & 0xFF);
            }
        }
        // 0xC0, 0xC1 and 0xF5 to 0xFF never stand in UTF-8.
        written.set(0xC0, 0xC2);
        written.set(0xF5, 0x100);
        if (written.cardinality() < 256) {
            LOG.warn("{}: {} bytes have no token of their own; text that holds them loses characters",
                    definition.source(), 256 - written.cardinality());
        }
    }

    private static long create(TokenizerDefinition definition) {
        try {
            return TokenizersLibrary.LIB.createTokenizerFromString(definition.plainTextJson());
        } catch (RuntimeException e) {
            throw new CheckpointException(definition.source(), "The tokenizer cannot be built: " + e.getMessage(), e);
        }
    }

    /** Merges that lead to a special token would let a text make one; no published tokenizer has them. */
    private void refuseReachableControlTokens(TokenizerDefinition definition) {
        for (AddedToken token : addedTokens) {
            for (int id : token.special() ? encode(token.content()) : new int[0]) {
                if (id == token.id()) {
                    throw new CheckpointException(definition.source(), "The text \"" + token.content()
                            + "\" can be merged into the special token of that name.");
                }
            }
        }
    }

    /**
     * The ids of a text, normalised as the checkpoint asks (NFC for Qwen2). A text that looks like a control token gives
     * ordinary ids. Nothing is put in front or behind, nothing is cut off. A lone surrogate reads U+FFFD.
     */
    public int[] encode(String plainText) {
        if (plainText.isEmpty()) {
            return new int[0];
        }
        try {
            long encoding = TokenizersLibrary.LIB.encode(handle, WellFormed.text(plainText), false);
            try {
                return Arrays.stream(TokenizersLibrary.LIB.getTokenIds(encoding)).mapToInt(Math::toIntExact).toArray();
            } finally {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The text of ids. Special tokens decode to nothing, as do ids outside the vocabulary. */
    public String decode(int[] ids) {
        IncrementalDecoder decoder = incrementalDecoder();
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(decoder.append(id));
        }
        return text.append(decoder.finish()).toString();
    }

    public IncrementalDecoder incrementalDecoder() {
        return new IncrementalDecoder(this);
    }

    /**
     * The bytes of a token, which need not be whole characters; for an added token its content in UTF-8, and nothing for
     * an id outside the vocabulary (models pad theirs).
     */
    public byte[] bytes(int id) {
        return sharedBytes(id).clone();
    }

    byte[] sharedBytes(int id) {
        return id >= 0 && id < bytes.length ? bytes[id] : new byte[0];
    }

    /** One more than the highest id. A model's vocabulary may be larger. */
    public int vocabularySize() {
        return bytes.length;
    }

    /** The id of the added token with this content. */
    public OptionalInt specialTokenId(String content) {
        Integer id = addedIds.get(content);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether the token decodes to nothing. */
    public boolean isSpecial(int id) {
        return id >= 0 && special.get(id);
    }

    /** All tokens beside the merges, special or not, by id. */
    public List<AddedToken> addedTokens() {
        return addedTokens;
    }

    /** What the tokenizer puts in front of a whole prompt (Llama 3: {@code <|begin_of_text|>}); often nothing. */
    public List<Integer> prefixIds() {
        return prefixIds;
    }
}
