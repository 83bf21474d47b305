package io.azulejo.openai;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import com.openai.models.completions.CompletionUsage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.PromptSize;
import io.azulejo.api.model.TokenUsage;
import io.azulejo.backend.support.CheckpointPrompts;

/** Tells what an answer cost: what the server says, and of what it leaves out, what can be known here. */
final class UsageReader {

    private static final Logger LOG = LoggerFactory.getLogger(UsageReader.class);

    private final String model;
    private final Function<Prompt, PromptSize> measure;
    private final @Nullable CheckpointPrompts checkpoint;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param model the id of the model
     * @param measure measures a prompt at least roughly
     * @param checkpoint measures it exactly, or null
     */
    UsageReader(String model, Function<Prompt, PromptSize> measure, @Nullable CheckpointPrompts checkpoint) {
        this.model = model;
        this.measure = measure;
        this.checkpoint = checkpoint;
    }

    /** What the server says in this response, or null; Spring AI puts zeros where it says nothing. */
    static @Nullable CompletionUsage told(ChatResponse response) {
        return response.getMetadata().getUsage().getNativeUsage() instanceof CompletionUsage usage
                && usage.promptTokens() + usage.completionTokens() > 0 ? usage : null;
    }

    /** @param pieces how many pieces the answer came in, which are tokens more often than not */
    TokenUsage usage(@Nullable CompletionUsage told, Prompt prompt, int pieces) {
        if (told == null) {
            if (!warned.getAndSet(true)) {
                LOG.warn("The server of the model {} does not tell what answers cost; they are counted roughly", model);
            }
            PromptSize size = measure.apply(prompt);
            return new TokenUsage(size.promptTokens(), pieces, size.imageTokens(), 0);
        }
        Optional<CompletionUsage.PromptTokensDetails> details = told.promptTokensDetails();
        // OpenAI has no such field, other servers have.
        int images = details.map(all -> JsonFields.number(all._additionalProperties(), "image_tokens"))
                .orElse(OptionalInt.empty()).orElseGet(() -> imageTokens(prompt));
        long cached = details.flatMap(CompletionUsage.PromptTokensDetails::cachedTokens).orElse(0L);
        int promptTokens = Math.toIntExact(told.promptTokens());
        return new TokenUsage(promptTokens, Math.toIntExact(told.completionTokens()), Math.min(images, promptTokens),
                Math.toIntExact(cached));
    }

    /** 0 where only an estimate could tell: what is called a cost must be one. */
    private int imageTokens(Prompt prompt) {
        boolean pictures = prompt.getInstructions().stream()
                .anyMatch(message -> message instanceof UserMessage user && !user.getMedia().isEmpty());
        return checkpoint == null || !pictures ? 0 : checkpoint.measure(prompt).imageTokens();
    }
}
