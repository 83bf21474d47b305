package io.azulejo.api.backend;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;

import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.api.model.PromptSize;

/** One model of a backend. */
public interface BackendModel {

    /** What the model is and can do. */
    ModelDescriptor descriptor();

    /**
     * The model itself. For {@link ChatModel#stream}:
     * <ul>
     * <li>each response carries the next piece of the answer's text, in order, never a part of a character;</li>
     * <li>the last response carries the finish reason and, as
     * {@link io.azulejo.api.model.TokenUsage}, the usage; its text may be empty;</li>
     * <li>where {@code logprobs} were asked for, each response carries those of its tokens under
     * {@link io.azulejo.api.model.TokenLogprob#METADATA_KEY} of its generation's metadata;</li>
     * <li>the first response may carry an {@link io.azulejo.api.model.AnswerRun} under
     * {@link io.azulejo.api.model.AnswerRun#METADATA_KEY}, and each the ids of its tokens under
     * {@link io.azulejo.api.model.AnswerRun#TOKENS_KEY}, where the backend knows them;</li>
     * <li>a prompt whose last message is an {@link org.springframework.ai.chat.messages.AssistantMessage} is an answer
     * that was begun: the model goes on right after its text, which is not repeated and counts as prompt. A model whose
     * capabilities do not say that it continues refuses such a prompt with
     * {@link io.azulejo.api.error.UnsupportedRequestException};</li>
     * <li>text that may be the beginning of a stop string is held back until it is known not to be, so that what came
     * before an error never ends within one;</li>
     * <li>cancelling the subscription frees what the answer holds within one step of the model;</li>
     * <li>a reader that is slow does not hold up other answers;</li>
     * <li>errors are {@link io.azulejo.api.error.BackendException}s.</li>
     * </ul>
     * Options are read as {@link io.azulejo.api.model.GenerationOptions#from} reads them.
     */
    ChatModel chatModel();

    /**
     * Counts what a prompt costs without running the model. May decode the headers of pictures, never their pixels.
     *
     * @throws io.azulejo.api.error.InvalidRequestException where the prompt could not be run at all
     */
    PromptSize measure(Prompt prompt);

    /**
     * How much room there is now, so that prompts can go where they need not wait; null, as here, where that is not known.
     * Answers at once and never blocks.
     */
    default @Nullable ModelRoom room() {
        return null;
    }
}
