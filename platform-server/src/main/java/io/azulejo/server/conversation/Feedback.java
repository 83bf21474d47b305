package io.azulejo.server.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What its reader thinks of an answer.
 *
 * @param comment why, in words
 */
public record Feedback(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Rating rating,
        @Nullable String comment) {

    /** The most characters of a comment. */
    public static final int MAX_COMMENT = 2000;

    /** A thumb. */
    public enum Rating {
        @JsonProperty("up")
        UP, @JsonProperty("down")
        DOWN
    }
}
