package io.azulejo.server.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;

/** Who speaks in a message. */
public enum Role {

    @JsonProperty("system")
    SYSTEM("system"), @JsonProperty("user")
    USER("user"), @JsonProperty("assistant")
    ASSISTANT("assistant");

    @EnumeratedValue
    private final String stored;

    Role(String stored) {
        this.stored = stored;
    }

    @Override
    public String toString() {
        return stored;
    }
}
