package io.azulejo.libtorch.grammar;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.azulejo.libtorch.sampling.LogitsMask;

/**
 * The form of documents over a vocabulary. Masks of states are kept, so that the usual ones cost a look-up: one grammar
 * is worth keeping for all answers of the same form. Thread-safe.
 */
public final class Grammar {

    private static final int MASKS_KEPT = 256;

    private final Vocabulary vocabulary;
    private final State start;
    private final Map<State, Kept> masks = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<State, Kept> eldest) {
            return size() > MASKS_KEPT;
        }
    };

    private Grammar(Vocabulary vocabulary, Form document) {
        this.vocabulary = vocabulary;
        this.start = State.start(document);
    }

    /** Of any JSON object. */
    public static Grammar jsonObject(Vocabulary vocabulary) {
        return new Grammar(vocabulary, SchemaReader.anyObject());
    }

    /**
     * Of the documents that are valid by a JSON schema.
     *
     * @throws SchemaException where the schema is broken, asks for what cannot be held to, or allows nothing
     */
    public static Grammar jsonSchema(String schema, Vocabulary vocabulary) {
        return new Grammar(vocabulary, SchemaReader.read(schema));
    }

    /**
     * Of calls of tools.
     *
     * @throws SchemaException where a strict schema cannot be held to
     */
    public static Grammar toolCalls(ToolCalls calls, Vocabulary vocabulary) {
        return new Grammar(vocabulary, calls.form(null));
    }

    /**
     * Of calls of tools or, in their place, a document that is valid by a schema.
     *
     * @param schema the JSON schema; null for any object
     * @throws SchemaException where a schema cannot be held to
     */
    public static Grammar toolCallsOrJson(ToolCalls calls, @Nullable String schema, Vocabulary vocabulary) {
        return new Grammar(vocabulary,
                calls.form(schema == null ? SchemaReader.anyObject() : SchemaReader.read(schema)));
    }

    /**
     * The mask of one answer.
     *
     * @param endTokens what ends an answer, of which one may come where the document may end
     * @param maxTokens the most tokens of the answer, by which the document is closed if it can be
     */
    public LogitsMask mask(Set<Integer> endTokens, int maxTokens) {
        return new GrammarMask(this, endTokens, maxTokens);
    }

    State start() {
        return start;
    }

    byte[] bytes(int token) {
        return vocabulary.bytes(token);
    }

    /** Marks the tokens that may come in a state and after which the document can be closed in so many bytes. */
    synchronized void allow(State state, int limit, long[] allowed) {
        Kept kept = masks.get(state);
        if (kept == null) {
            long[] marks = new long[vocabulary.words()];
            kept = new Kept(marks, vocabulary.allow(state, Symbol.ENDLESS, marks));
            // The middle of a name that the schema does not give is a place that is never come to again.
            if (!(state.text() instanceof Key)) {
                masks.put(state, kept);
            }
        }
        if (kept.highestCost <= limit) {
            Vocabulary.add(kept.marks, allowed);
        } else {
            long[] marks = new long[vocabulary.words()];
            int _ = vocabulary.allow(state, limit, marks);
            Vocabulary.add(marks, allowed);
        }
    }

    /** @param highestCost of the states that the marked tokens lead to */
    @SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
    private record Kept(long[] marks, int highestCost) {}

    /** Whether a text is a document of this form; for tests. */
    boolean accepts(byte[] text) {
        @Nullable
        State state = start;
        for (int i = 0; i < text.length && state != null; i++) {
            state = state.next(text[i] & 0xFF);
        }
        return state != null && state.accepting();
    }
}
