package io.azulejo.server.model;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import io.azulejo.api.model.Continuation;
import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.TokenUsage;

/**
 * Where an answer goes on from another deployment. What comes after it is told as one answer with what came before.
 *
 * @param continuation what responses after it tell of it
 * @param promptTokens the tokens of the prompt without the answer
 * @param madeTokens the tokens of the answer's text before
 */
record Seam(Continuation continuation, int promptTokens, int madeTokens) {

    /** A response that came after the seam. */
    ChatResponse mark(ChatResponse response) {
        ChatResponse marked = mark(response, Continuation.METADATA_KEY, continuation);
        ChatResponseMetadata metadata = response.getMetadata();
        return metadata.getUsage() instanceof TokenUsage usage
                ? new ChatResponse(marked.getResults(), with(metadata, join(usage)))
                : marked;
    }

    /** The same response with something more in the metadata of its generations. */
    static ChatResponse mark(ChatResponse response, String key, Object value) {
        return new ChatResponse(response.getResults().stream()
                .map(generation -> new Generation(generation.getOutput(), mark(generation.getMetadata(), key, value)))
                .toList(), response.getMetadata());
    }

    /** The end of an answer that has all the tokens that it may have. */
    ChatResponse end(String model, int imageTokens) {
        Generation generation = new Generation(new AssistantMessage(""),
                mark(metadata(FinishReason.LENGTH.wireName()).build(), Continuation.METADATA_KEY, continuation));
        return new ChatResponse(List.of(generation), ChatResponseMetadata.builder().model(model)
                .usage(new TokenUsage(promptTokens, madeTokens, imageTokens, 0)).build());
    }

    private static ChatGenerationMetadata mark(ChatGenerationMetadata metadata, String key, Object value) {
        ChatGenerationMetadata.Builder marked = metadata(metadata.getFinishReason());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            marked.metadata(entry.getKey(), entry.getValue());
        }
        return marked.metadata(key, value).build();
    }

    private static ChatGenerationMetadata.Builder metadata(@Nullable String finishReason) {
        ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder();
        return finishReason == null ? metadata : metadata.finishReason(finishReason);
    }

    /** What the first one found in its cache nobody knows any longer. */
    private TokenUsage join(TokenUsage rest) {
        return new TokenUsage(promptTokens, madeTokens + rest.completionTokens(), rest.imageTokens(), 0);
    }

    private static ChatResponseMetadata with(ChatResponseMetadata metadata, Usage usage) {
        return ChatResponseMetadata.builder().id(metadata.getId()).model(metadata.getModel()).usage(usage).build();
    }
}
