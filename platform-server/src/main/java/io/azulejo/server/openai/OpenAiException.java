package io.azulejo.server.openai;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** An error in the shape of OpenAI's API. */
public final class OpenAiException extends RuntimeException {

    static final String INVALID_REQUEST = "invalid_request_error";

    private static final long serialVersionUID = 1L;

    private final transient HttpStatusCode status;
    private final transient OpenAiError error;
    private final @Nullable Duration retryAfter;

    OpenAiException(HttpStatusCode status, OpenAiError.Body error, @Nullable Duration retryAfter) {
        super(error.message(), null, false, false);
        this.status = status;
        this.error = new OpenAiError(error);
        this.retryAfter = retryAfter;
    }

    static OpenAiException of(HttpStatusCode status, String message, String type, @Nullable String param,
            @Nullable String code) {
        return new OpenAiException(status, new OpenAiError.Body(message, type, param, code), null);
    }

    /** A field with a value that cannot be used. */
    public static OpenAiException invalid(String param, String message) {
        return of(HttpStatus.BAD_REQUEST, message, INVALID_REQUEST, param, "invalid_value");
    }

    /** Something that is not there, or not the sender's. */
    public static OpenAiException notFound(String message, String code) {
        return of(HttpStatus.NOT_FOUND, message, INVALID_REQUEST, null, code);
    }

    /** A field of another type than it must have. The problem follows its name. */
    public static OpenAiException wrongType(String param, String problem) {
        return of(HttpStatus.BAD_REQUEST, "'" + param + "' " + problem, INVALID_REQUEST, param, "invalid_type");
    }

    /** A field that must be there. */
    public static OpenAiException missing(String param) {
        return of(HttpStatus.BAD_REQUEST, "'" + param + "' is missing.", INVALID_REQUEST, param,
                "missing_required_parameter");
    }

    /** A field that would change the answer and is not supported. */
    public static OpenAiException unsupported(String param, String message) {
        return of(HttpStatus.BAD_REQUEST, message, INVALID_REQUEST, param, "unsupported_parameter");
    }

    /** A picture that cannot be read. */
    public static OpenAiException invalidImage(String param, String message) {
        return of(HttpStatus.BAD_REQUEST, message, INVALID_REQUEST, param, "invalid_image");
    }

    public HttpStatusCode status() {
        return status;
    }

    public OpenAiError error() {
        return error;
    }

    /** When trying again may help, or null where that is not known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
