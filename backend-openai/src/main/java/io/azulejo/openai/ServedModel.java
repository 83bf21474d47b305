package io.azulejo.openai;

import java.util.List;
import java.util.OptionalInt;

import com.openai.models.models.Model;

/**
 * A model, as the server lists it.
 *
 * @param contextLength the most tokens of a prompt and its answer; empty where the server does not tell, as OpenAI's own
 */
record ServedModel(String id, OptionalInt contextLength) {

    /** vLLM's (also NIM's and Azulejo's), OpenRouter's and Groq's names. */
    private static final List<String> CONTEXT_LENGTHS = List.of("max_model_len", "context_length", "context_window");

    static ServedModel of(Model model) {
        return new ServedModel(model.id(), CONTEXT_LENGTHS.stream()
                .map(name -> JsonFields.number(model._additionalProperties(), name))
                .filter(length -> length.orElse(0) > 1).findFirst().orElse(OptionalInt.empty()));
    }
}
