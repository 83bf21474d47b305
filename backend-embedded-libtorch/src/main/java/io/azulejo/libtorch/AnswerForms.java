package io.azulejo.libtorch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.api.model.ResponseFormat;
import io.azulejo.libtorch.grammar.Grammar;
import io.azulejo.libtorch.grammar.SchemaException;
import io.azulejo.libtorch.grammar.ToolCalls;
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
    private final Map<AnswerForm, Grammar> grammars = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AnswerForm, Grammar> eldest) {
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
    LogitsMask mask(GenerationOptions options, int maxTokens) {
        AnswerForm form = AnswerForm.of(options);
        return form == null ? null : grammar(form).mask(endTokens, maxTokens);
    }

    private synchronized Grammar grammar(AnswerForm form) {
        Grammar known = grammars.get(form);
        if (known != null) {
            return known;
        }
        if (form.length() > LONGEST_SCHEMA) {
            throw invalid(form, "The schema has more than " + LONGEST_SCHEMA + " characters.", null);
        }
        try {
            Grammar grammar = read(form);
            grammars.put(form, grammar);
            return grammar;
        } catch (SchemaException e) {
            throw invalid(form, String.valueOf(e.getMessage()), e);
        }
    }

    private Grammar read(AnswerForm form) {
        ToolCalls calls = form.calls();
        ResponseFormat document = form.document();
        if (calls != null) {
            return document == null
                    ? Grammar.toolCalls(calls, vocabulary())
                    : Grammar.toolCallsOrJson(calls, AnswerForm.schema(document), vocabulary());
        }
        String schema = AnswerForm.schema(document);
        return schema == null ? Grammar.jsonObject(vocabulary()) : Grammar.jsonSchema(schema, vocabulary());
    }

    private static InvalidRequestException invalid(AnswerForm form, String problem, @Nullable Exception cause) {
        String name = form.parameter();
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
