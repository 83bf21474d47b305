package io.azulejo.server.openai;

import org.jspecify.annotations.Nullable;

/** The body of every error under {@code /v1}; all four fields are always there. */
public record OpenAiError(Body error) {

    /**
     * @param message what is wrong and how to mend it
     * @param type the kind of error, such as {@code invalid_request_error}
     * @param param the field at fault, or null
     * @param code a word for programs, or null
     */
    public record Body(String message, String type, @Nullable String param, @Nullable String code) {}
}
