package io.azulejo.server.openai.responses;

import io.azulejo.api.error.OverCapacityException;
import io.azulejo.server.openai.OpenAiErrors;

/** What a response says of the error that ended it. */
final class Failures {

    private Failures() {}

    /** OpenAI's SDKs know these words. */
    static String code(Throwable error) {
        return error instanceof OverCapacityException ? "rate_limit_exceeded" : "server_error";
    }

    static String words(Throwable error) {
        return OpenAiErrors.of(error).error().error().message();
    }
}
