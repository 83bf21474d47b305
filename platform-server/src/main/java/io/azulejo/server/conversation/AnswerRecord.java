package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How an answer was or is being made.
 *
 * @param id the generation's id
 * @param conversation the conversation that the answer is in
 * @param answer the message that the answer becomes
 * @param parameters how the answer was to be made, as a JSON object; what is absent takes the model's default
 * @param continues the answer with whose text this one begins, where it goes on with one that was cut off
 * @param seam the places where another deployment went on with it, since the one before broke
 * @param status queued, running, completed, stopped, failed or interrupted
 * @param finishReason why the model ended it: stop or length; null where it did not
 * @param error what went wrong, in words, where it failed
 */
public record AnswerRecord(UUID id, UUID conversation, UUID answer, String model,
        @Schema(types = "object") @JsonRawValue String parameters, @Nullable UUID continues, List<Seam> seam,
        @Schema(allowableValues = {
                "queued", "running", "completed", "stopped", "failed",
                "interrupted"}) String status,
        @Nullable String finishReason, @Nullable String error, Usage usage, Timings timings) {

    public AnswerRecord {
        seam = List.copyOf(seam);
    }

    /** The same as those may see it who do not administer the server. */
    public AnswerRecord withoutDeployments() {
        return new AnswerRecord(id, conversation, answer, model, parameters, continues,
                seam.stream().map(place -> new Seam(place.offset(), null, null)).toList(), status, finishReason, error,
                usage, timings);
    }

    /**
     * A place where one deployment broke and another one went on.
     *
     * @param offset how many UTF-16 units of the answer's text came before
     * @param from the deployment that broke; told to administrators only
     * @param to the deployment that went on; told to administrators only
     */
    public record Seam(int offset, @Nullable String from, @Nullable String to) {}

    /**
     * What it cost; what is not known yet, or never was, is null.
     *
     * @param promptTokens all tokens of the prompt, those of pictures and cached ones included
     * @param imageTokens tokens of the prompt that stand for pictures
     * @param cachedTokens tokens of the prompt that were not computed again
     * @param completionTokens tokens that the model made
     */
    public record Usage(@Nullable Integer promptTokens, @Nullable Integer imageTokens,
            @Nullable Integer cachedTokens, @Nullable Integer completionTokens) {}

    /**
     * When it was made.
     *
     * @param queuedAt when its question was stored
     * @param startedAt when it was handed to the backend
     * @param firstTokenAt when the first piece of the answer came
     * @param endedAt when it ended, however it ended
     */
    public record Timings(Instant queuedAt, @Nullable Instant startedAt, @Nullable Instant firstTokenAt,
            @Nullable Instant endedAt) {}
}
