package io.azulejo.server.openai.responses;

import java.util.UUID;
import java.util.regex.Pattern;

import io.azulejo.server.openai.OpenAiException;

/** The ids of responses on the wire: {@code resp_} and a UUID in hexadecimal digits. */
final class ResponseId {

    private static final Pattern FORM = Pattern.compile("resp_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})"
            + "([0-9a-f]{12})");

    private ResponseId() {}

    static String of(UUID id) {
        return "resp_" + id.toString().replace("-", "");
    }

    /** @throws OpenAiException 404 where there is no such id */
    static UUID parse(String id) {
        if (!FORM.matcher(id).matches()) {
            throw unknown(id);
        }
        return UUID.fromString(FORM.matcher(id).replaceFirst("$1-$2-$3-$4-$5"));
    }

    static OpenAiException unknown(String id) {
        return OpenAiException.notFound("There is no response '" + id + "'.", "response_not_found");
    }
}
