package io.azulejo.server.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;

/** Where a title comes from. */
public enum TitleSource {

    /** A person gave it. */
    @JsonProperty("user")
    USER("user"),
    /** A model made it. */
    @JsonProperty("model")
    MODEL("model"),
    /** It is how the first message begins. */
    @JsonProperty("text")
    TEXT("text");

    @EnumeratedValue
    private final String stored;

    TitleSource(String stored) {
        this.stored = stored;
    }

    static TitleSource of(String stored) {
        for (TitleSource source : values()) {
            if (source.stored.equals(stored)) {
                return source;
            }
        }
        throw new IllegalArgumentException("No such source of a title: " + stored);
    }
}
