package io.azulejo.server.openai.chat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.openai.OpenAiException;

/**
 * What becomes of fields that are not supported: those that cannot change the answer are accepted, those that could
 * are refused unless they have the value at which they do nothing, and so are unknown ones. The names are those of
 * OpenAI's reference, vLLM's and llama.cpp's server.
 */
public final class OtherParameters {

    /** For billing, storing, abuse control and caches: nothing that the answer depends on. */
    private static final Set<String> HARMLESS = Set.of("user", "metadata", "store", "service_tier",
            "safety_identifier", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options",
            "request_id", "cache_salt", "cache_prompt");

    /** Where a field does nothing at some value beside null, that value. */
    private static final Map<String, Set<JsonNode>> NEUTRAL = Map.ofEntries(neutral("functions", "[]"),
            neutral("function_call", "'none'"),
            neutral("modalities", "['text']"),
            neutral("reasoning_effort", "'none'"), neutral("verbosity", "'medium'"), neutral("best_of", "1"),
            neutral("use_beam_search", "false"), neutral("length_penalty", "1", "1.0"), neutral("min_tokens", "0"),
            neutral("ignore_eos", "false"), neutral("stop_token_ids", "[]"), neutral("bad_words", "[]"),
            neutral("include_stop_str_in_output", "false"), neutral("skip_special_tokens", "true"),
            neutral("spaces_between_special_tokens", "true", "false"), neutral("echo", "false"),
            neutral("add_generation_prompt", "true"), neutral("continue_final_message", "false"),
            neutral("add_special_tokens", "false"), neutral("return_tokens_as_token_ids", "false"),
            neutral("return_token_ids", "false"), neutral("priority", "0"), neutral("chat_template_kwargs", "{}"),
            neutral("typical_p", "1", "1.0"), neutral("n_probs", "0"));

    private OtherParameters() {}

    private static Map.Entry<String, Set<JsonNode>> neutral(String name, String... values) {
        JsonMapper mapper = JsonMapper.shared();
        return Map.entry(name, Set.of(values).stream().map(value -> mapper.readTree(value.replace('\'', '"')))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** @throws OpenAiException where one of the fields could change the answer */
    public static void check(Map<String, JsonNode> others) {
        others.forEach((name, value) -> {
            if (!value.isNull() && !HARMLESS.contains(name)
                    && !NEUTRAL.getOrDefault(name, Set.of()).contains(value)) {
                throw OpenAiException.unsupported(name, NEUTRAL.containsKey(name)
                        ? "'%s' is not supported with this value; leave it out.".formatted(name)
                        : "'%s' is not supported; leave it out.".formatted(name));
            }
        });
    }

    /**
     * The same inside an object of the request, where nothing is harmless but null, and lists that are empty, such as
     * clients send back with an earlier answer.
     */
    public static void checkInside(String path, Map<String, JsonNode> others) {
        others.forEach((name, value) -> {
            if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
                String field = path + "." + name;
                throw OpenAiException.unsupported(field, "'%s' is not supported; leave it out.".formatted(field));
            }
        });
    }
}
