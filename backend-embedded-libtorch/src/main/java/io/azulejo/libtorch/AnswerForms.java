package io.azulejo.libtorch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ResponseFormat;
import io.azulejo.libtorch.grammar.Grammar;
import io.azulejo.libtorch.grammar.SchemaException;
import io.azulejo.libtorch.grammar.Vocabulary;
import io.azulejo.libtorch.sampling.LogitsMask;
import io.azulejo.processor.tokenizer.Tokenizer;

/** The forms that answers of one model are held to. Keeps those of late, which have masks ready. Thread-safe. */
final class AnswerForms {

    private static final int FORMS_KEPT = 16;
    private static final int LONGEST_SCHEMA = 100_000;

    private final Tokenizer tokenizer;
    private final Set<Integer> endTokens;
    /** Laid out when the first form is asked for: most models are never asked. */
    private @Nullable Vocabulary vocabulary;
    private final Map<ResponseFormat, Grammar> grammars = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResponseFormat, Grammar> eldest) {
            return size() > FORMS_KEPT;
        }
    };

    AnswerForms(Tokenizer tokenizer, Set<Integer> endTokens) {
        this.tokenizer = tokenizer;
        this.endTokens = endTokens;
    }

    /**
     * The mask of one answer, or null where it may have any form.
     *
     * @throws InvalidRequestException where the form cannot be held to
     */
    @Nullable
    LogitsMask mask(@Nullable ResponseFormat format, int maxTokens) {
        return format == null ? null : grammar(format).mask(endTokens, maxTokens);
    }

    private synchronized Grammar grammar(ResponseFormat format) {
        Grammar known = grammars.get(format);
        if (known != null) {
            return known;
        }
        Grammar grammar = switch (format) {
            case ResponseFormat.JsonObject _ -> Grammar.jsonObject(vocabulary());
            case ResponseFormat.JsonSchema json -> jsonSchema(json.schema());
        };
        grammars.put(format, grammar);
        return grammar;
    }

    private Grammar jsonSchema(String schema) {
        if (schema.length() > LONGEST_SCHEMA) {
            throw invalid("The schema has more than " + LONGEST_SCHEMA + " characters.", null);
        }
        try {
            return Grammar.jsonSchema(schema, vocabulary());
        } catch (SchemaException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private static InvalidRequestException invalid(String problem, @Nullable Exception cause) {
        String name = GenerationParameter.RESPONSE_FORMAT.wireName();
        return new InvalidRequestException(name + ": " + problem, name, InvalidRequestException.INVALID_VALUE, cause);
    }

    private synchronized Vocabulary vocabulary() {
        Vocabulary known = vocabulary;
        if (known == null) {
            known = Vocabulary.of(tokenizer.vocabularySize(),
                    id -> tokenizer.isSpecial(id) ? new byte[0] : tokenizer.bytes(id));
            vocabulary = known;
        }
        return known;
    }
}
