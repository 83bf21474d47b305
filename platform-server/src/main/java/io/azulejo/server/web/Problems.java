package io.azulejo.server.web;

import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerErrorException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.server.database.PassingFailure;
import io.azulejo.server.model.UnknownModelException;

/** Says in words what went wrong. What is not the sender's doing gets an id that the log has, and nothing more. */
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static ProblemDetail of(Throwable error) {
        return switch (error) {
            case ProblemException known -> known.getBody();
            case UnknownModelException unknown -> withParameter(ProblemException.problem(HttpStatus.NOT_FOUND,
                    "unknown-model", "Unknown model", unknown.getMessage()), "model");
            case BackendException backend -> ofBackend(backend);
            case DataBufferLimitException _ -> tooLarge();
            case UnsupportedMediaTypeStatusException type -> ProblemException.problem(type.getStatusCode(),
                    "unsupported-media-type", "Unsupported media type", type.getContentType() == null
                            ? "The request does not say what its content is. " + sendOneOf(type)
                            : "The content type '" + type.getContentType() + "' is not taken here. "
                                    + sendOneOf(type));
            case MethodNotAllowedException method -> ProblemException.problem(method.getStatusCode(),
                    "method-not-allowed", "Method not allowed", "The method " + method.getHttpMethod()
                            + " is not taken here. Use one of " + method.getSupportedMethods() + ".");
            case NotAcceptableStatusException accept -> ProblemException.problem(accept.getStatusCode(),
                    "not-acceptable", "Not acceptable", "The answer can only be one of "
                            + accept.getSupportedMediaTypes() + ".");
            case MissingRequestValueException missing -> withParameter(badRequest("'" + missing.getName()
                    + "' is missing."), missing.getName());
            // A blank path variable has no value of its type.
            case ServerErrorException blank when blank.getMethodParameter() != null
                    && blank.getMethodParameter().hasParameterAnnotation(PathVariable.class) ->
                badRequest("The path has a part that is empty.");
            case ServerWebInputException input -> ofInput(input, input.getCause());
            case DecodingException decoding -> ofInput(decoding, decoding);
            case ResponseStatusException status when status.getStatusCode().is4xxClientError() -> ofStatus(status);
            case Throwable passing when PassingFailure.isCauseOf(passing) -> databaseAway(passing);
            default -> internal(error);
        };
    }

    private static String sendOneOf(UnsupportedMediaTypeStatusException type) {
        return "Send one of " + type.getSupportedMediaTypes().stream().map(Object::toString)
                .collect(Collectors.joining(", ")) + ".";
    }

    private static ProblemDetail ofBackend(BackendException error) {
        HttpStatus status = BackendErrors.status(error);
        return switch (error) {
            case InvalidRequestException invalid -> {
                ProblemDetail problem = withParameter(ProblemException.problem(status, "invalid-request",
                        "Invalid request", invalid.getMessage()), invalid.parameter());
                problem.setProperty("code", invalid.code());
                yield problem;
            }
            case UnsupportedRequestException unsupported -> withParameter(ProblemException.problem(status,
                    "unsupported-request", "Not supported by this model", unsupported.getMessage()),
                    unsupported.parameter());
            case OverCapacityException full -> {
                ProblemDetail problem = ProblemException.problem(status, "over-capacity", "Over capacity",
                        full.getMessage());
                problem.setProperty("retryAfterSeconds", Math.max(1, full.retryAfter().toSeconds()));
                yield problem;
            }
            case BackendUnavailableException away -> ProblemException.problem(status, "backend-unavailable",
                    "The model cannot be reached", away.getMessage());
            case GenerationFailedException failed -> internal(failed);
        };
    }

    private static ProblemDetail ofInput(Throwable error, @Nullable Throwable cause) {
        if (cause != null && NestedExceptionUtils.getMostSpecificCause(cause) instanceof DataBufferLimitException) {
            return tooLarge();
        }
        if (cause instanceof ProblemException problem) {
            return problem.getBody();
        }
        if (cause instanceof TypeMismatchException mismatch) {
            return withParameter(badRequest("'" + mismatch.getValue() + "' is not a value for '"
                    + mismatch.getPropertyName() + "'."), mismatch.getPropertyName());
        }
        JacksonException json = find(cause, JacksonException.class);
        if (json != null) {
            return ofJson(json);
        }
        DecodingException decoding = find(cause, DecodingException.class);
        if (decoding != null) {
            return badRequest("The request's body cannot be read: " + decoding.getMessage());
        }
        return badRequest(error instanceof ServerWebInputException input && input.getReason() != null
                ? input.getReason() + "."
                : "The request cannot be read.");
    }

    /** What is wrong with a JSON text: where, and what was found there. */
    static ProblemDetail ofJson(JacksonException error) {
        String path = error.getPath().stream().map(JacksonException.Reference::getPropertyName)
                .map(name -> name == null ? "[]" : name).collect(Collectors.joining("."));
        if (error instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
            return withParameter(ProblemException.problem(HttpStatus.BAD_REQUEST, "unknown-field", "Unknown field",
                    "There is no field '" + unknown.getPropertyName() + "'. Known: "
                            + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + "."),
                    path);
        }
        if (error instanceof MismatchedInputException && !path.isEmpty()) {
            return withParameter(badRequest("The value of '" + path + "' cannot be used: "
                    + error.getOriginalMessage()), path);
        }
        return badRequest("The JSON cannot be read: " + error.getOriginalMessage());
    }

    private static <T extends Throwable> @Nullable T find(@Nullable Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }

    private static ProblemDetail ofStatus(ResponseStatusException error) {
        HttpStatusCode status = error.getStatusCode();
        if (status.isSameCodeAs(HttpStatus.NOT_FOUND)) {
            return ProblemException.problem(status, "not-found", "Not found", "There is nothing at this address.");
        }
        String reason = error.getReason();
        return ProblemException.problem(status, "bad-request", "Bad request",
                reason == null ? "The request cannot be taken." : reason);
    }

    static ProblemDetail badRequest(String detail) {
        return ProblemException.problem(HttpStatus.BAD_REQUEST, "bad-request", "Bad request", detail);
    }

    private static ProblemDetail tooLarge() {
        return ProblemException.problem(HttpStatus.CONTENT_TOO_LARGE, "request-too-large", "The request is too large",
                "A part of the request is larger than what is taken. Send less, or raise azulejo.uploads.");
    }

    private static ProblemDetail databaseAway(Throwable error) {
        log.warn("A request could not be served as the database does not answer: {}", error.toString());
        ProblemDetail problem = ProblemException.problem(HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable",
                "The database does not answer", PassingFailure.MESSAGE);
        problem.setProperty("retryAfterSeconds", PassingFailure.RETRY_AFTER.toSeconds());
        return problem;
    }

    private static ProblemDetail withParameter(ProblemDetail problem, @Nullable String parameter) {
        if (parameter != null) {
            problem.setProperty("parameter", parameter);
        }
        return problem;
    }

    /** Tells the sender an id, and the log all the rest under that id. */
    static ProblemDetail internal(Throwable error) {
        // Not UUID.randomUUID(), which may wait for the system's random numbers.
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        log.error("Error {}", id, error);
        ProblemDetail problem = ProblemException.problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
                "Internal error", "Something went wrong in the server. Its log tells more under the id " + id + ".");
        problem.setProperty("errorId", id);
        return problem;
    }

}
