package io.azulejo.api.backend;

import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.AnswerAttention;

/** What a {@link BackendModel} may be as well: a model that can show where in the pictures it looked as it answered. */
public interface AttentionMapping {

    /**
     * Looks at an answer once more. Costs about what reading prompt and answer costs, without what the model still has
     * of them, beside the answers in progress; nothing runs before the subscription, and cancelling it ends the work.
     *
     * @param prompt the prompt that was answered, with at least one picture; of its options only those count that say
     *        how pictures are cut
     * @param answer the answer's text, which is cut into tokens anew
     * @return errors are {@link io.azulejo.api.error.BackendException}s
     */
    Mono<AnswerAttention> attention(Prompt prompt, String answer);
}
