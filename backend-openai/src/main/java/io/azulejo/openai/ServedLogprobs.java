package io.azulejo.openai;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionChunk;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;

import io.azulejo.api.model.TokenLogprob;
import io.azulejo.backend.support.AnswerResponses;

/**
 * Log-probabilities. Spring AI's model drops them, but hands on any field of a chunk that it does not know: they travel
 * through it as one.
 */
final class ServedLogprobs {

    private static final String FIELD = "azulejo_logprobs";

    private ServedLogprobs() {}

    /** The chunk with its log-probabilities where Spring AI hands them on. */
    static ChatCompletionChunk expose(ChatCompletionChunk chunk) {
        return chunk.choices().stream().findFirst().flatMap(ChatCompletionChunk.Choice::logprobs)
                .flatMap(ChatCompletionChunk.Choice.Logprobs::content)
                .map(tokens -> chunk.toBuilder().putAdditionalProperty(FIELD, JsonValue.from(tokens)).build())
                .orElse(chunk);
    }

    /** Those of a response that came of an exposed chunk. */
    static List<TokenLogprob> read(ChatResponse response) {
        return tokens(response.getMetadata().get(FIELD));
    }

    private static List<TokenLogprob> tokens(@Nullable Object tokens) {
        return tokens instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(token -> token((Map<?, ?>) token)).toList()
                : List.of();
    }

    private static TokenLogprob token(Map<?, ?> token) {
        double logprob = token.get("logprob") instanceof Number number ? number.doubleValue() : Double.NaN;
        return AnswerResponses.logprob(bytes(token), logprob, tokens(token.get("top_logprobs")));
    }

    /** Of a token that is no text, such as the end token, a server may tell the name and no bytes. */
    private static byte[] bytes(Map<?, ?> token) {
        if (!(token.get("bytes") instanceof List<?> values)) {
            return String.valueOf(token.get("token")).getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values.get(i) instanceof Number number ? number.byteValue() : 0;
        }
        return bytes;
    }
}
