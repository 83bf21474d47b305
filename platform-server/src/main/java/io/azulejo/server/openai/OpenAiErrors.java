package io.azulejo.server.openai;

import java.time.Duration;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.server.database.PassingFailure;
import io.azulejo.server.model.UnknownModelException;
import io.azulejo.server.web.BackendErrors;
import io.azulejo.server.web.ProblemException;

/** Puts any error into the shape of OpenAI's API. What is not the sender's doing is told in the log, under an id. */
public final class OpenAiErrors {

    private static final Logger log = LoggerFactory.getLogger(OpenAiErrors.class);
    private static final String INVALID_REQUEST = OpenAiException.INVALID_REQUEST;
    private static final String SERVER_ERROR = "server_error";
    private static final String INSUFFICIENT_QUOTA = "insufficient_quota";

    private OpenAiErrors() {}

    public static OpenAiException of(Throwable error) {
        return switch (error) {
            case OpenAiException known -> known;
            case BackendException backend -> ofBackend(backend);
            case UnknownModelException unknown -> OpenAiException.of(HttpStatus.NOT_FOUND, unknown.getMessage(),
                    INVALID_REQUEST, "model", "model_not_found");
            case ProblemException problem -> ofProblem(problem);
            case MethodNotAllowedException method -> OpenAiException.of(HttpStatus.METHOD_NOT_ALLOWED,
                    "The method " + method.getHttpMethod() + " is not taken here; use one of "
                            + method.getSupportedMethods() + ".",
                    INVALID_REQUEST, null, "method_not_supported");
            case ResponseStatusException status when status.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND) ->
                OpenAiException.of(HttpStatus.NOT_FOUND, "There is no such endpoint. Endpoints here: /v1/models, "
                        + "/v1/chat/completions, /v1/responses.", INVALID_REQUEST, null, "unknown_url");
            case ResponseStatusException status when status.getStatusCode().is4xxClientError() -> OpenAiException.of(
                    status.getStatusCode(),
                    status.getReason() == null ? "The request cannot be taken." : status.getReason(), INVALID_REQUEST,
                    null, null);
            case Throwable passing when PassingFailure.isCauseOf(passing) -> databaseAway(passing);
            default -> internal(error);
        };
    }

    /** What every API refuses alike, before it is known what is asked. */
    private static OpenAiException ofProblem(ProblemException problem) {
        ProblemDetail body = problem.getBody();
        String message = body.getDetail() == null ? "The request cannot be taken." : body.getDetail();
        String type = switch (body.getStatus()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> isQuota(body) ? INSUFFICIENT_QUOTA : "rate_limit_error";
            case 500, 502, 503, 504 -> SERVER_ERROR;
            default -> INVALID_REQUEST;
        };
        String code = switch (body.getStatus()) {
            case 401 -> "invalid_api_key";
            case 429 -> isQuota(body) ? INSUFFICIENT_QUOTA : "rate_limit_exceeded";
            default -> null;
        };
        Duration retryAfter = body.getProperties() != null
                && body.getProperties().get("retryAfterSeconds") instanceof Long seconds
                        ? Duration.ofSeconds(seconds)
                        : null;
        return new OpenAiException(problem.getStatusCode(), new OpenAiError.Body(message, type, null, code),
                retryAfter);
    }

    private static boolean isQuota(ProblemDetail problem) {
        return String.valueOf(problem.getType()).endsWith(":quota-exhausted");
    }

    private static OpenAiException ofBackend(BackendException error) {
        return switch (error) {
            // OpenAI's clients know 400 for what the own API tells apart as 422.
            case InvalidRequestException invalid -> OpenAiException.of(HttpStatus.BAD_REQUEST, invalid.getMessage(),
                    INVALID_REQUEST, invalid.parameter(), invalid.code());
            case UnsupportedRequestException unsupported ->
                OpenAiException.unsupported(unsupported.parameter(), unsupported.getMessage());
            case OverCapacityException full -> new OpenAiException(BackendErrors.status(full),
                    new OpenAiError.Body(full.getMessage(), "rate_limit_error", null, "rate_limit_exceeded"),
                    full.retryAfter());
            case BackendUnavailableException away -> OpenAiException.of(BackendErrors.status(away),
                    away.getMessage(), SERVER_ERROR, null, "backend_unavailable");
            case GenerationFailedException failed -> {
                log.error("An answer broke", failed);
                yield OpenAiException.of(BackendErrors.status(failed), failed.getMessage(), SERVER_ERROR, null,
                        "generation_failed");
            }
        };
    }

    private static OpenAiException databaseAway(Throwable error) {
        log.warn("A request could not be served as the database does not answer: {}", error.toString());
        return new OpenAiException(HttpStatus.SERVICE_UNAVAILABLE, new OpenAiError.Body(PassingFailure.MESSAGE,
                SERVER_ERROR, null, "database_unavailable"), PassingFailure.RETRY_AFTER);
    }

    private static OpenAiException internal(Throwable error) {
        String id = UUID.randomUUID().toString();
        log.error("Error {}", id, error);
        return OpenAiException.of(HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong in the server. Its log tells more under the id " + id + ".", SERVER_ERROR, null,
                "internal_error");
    }
}
