package io.azulejo.api.model;

import java.util.Locale;

/** Why an answer ended. {@link #wireName()} is what a generation's metadata carries. */
public enum FinishReason {

    /** The model ended it, or a stop string came up. */
    STOP,
    /** It reached the most tokens that it may have, or the end of the context. */
    LENGTH,
    /** It calls tools, whose results are to be sent back. */
    TOOL_CALLS;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
