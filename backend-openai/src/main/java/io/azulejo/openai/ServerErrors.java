package io.azulejo.openai;

import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.openai.core.JsonField;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import org.jspecify.annotations.Nullable;

import io.azulejo.api.error.BackendException;
import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.api.error.GenerationFailedException;
import io.azulejo.api.error.InvalidRequestException;
import io.azulejo.api.error.OverCapacityException;
import io.azulejo.api.error.UnsupportedRequestException;

/**
 * Makes the SPI's errors of those of OpenAI's client, with the server's own words in them. Bodies are read as they are:
 * servers differ in the types of the fields, and some leave {@code error} out.
 */
final class ServerErrors {

    private static final Duration SOON = Duration.ofSeconds(1);
    /** How vLLM says it, which has no code of its own for it. */
    private static final Pattern TOO_LONG = Pattern.compile("maximum (context|model) length");

    private ServerErrors() {}

    static BackendException of(Throwable error) {
        return switch (error) {
            case BackendException known -> known;
            case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
            case SseException event -> new GenerationFailedException(
                    "The server broke the answer off: " + words(event), event);
            case OpenAIServiceException refusal -> refused(refusal);
            case OpenAIIoException lost when lost.getCause() instanceof InterruptedIOException ->
                new BackendUnavailableException("The server was silent for too long.", lost);
            case OpenAIIoException lost -> new BackendUnavailableException("The connection to the server failed: "
                    + (lost.getCause() == null ? lost.getMessage() : lost.getCause().getMessage()), lost);
            default -> new GenerationFailedException("The server's answer cannot be understood: "
                    + error.getMessage(), error);
        };
    }

    private static BackendException refused(OpenAIServiceException refusal) {
        String words = words(refusal);
        Optional<Duration> retryAfter = refusal.headers().values("Retry-After").stream().findFirst()
                .flatMap(ServerErrors::duration);
        return switch (refusal.statusCode()) {
            case 400, 413, 422 -> invalid(refusal, words);
            case 429 -> new OverCapacityException(words, retryAfter.orElse(SOON));
            default -> refusal.statusCode() == 503 && retryAfter.isPresent()
                    ? new OverCapacityException(words, retryAfter.get())
                    : new BackendUnavailableException(
                            "The server refuses with status " + refusal.statusCode() + ": " + words, refusal);
        };
    }

    private static BackendException invalid(OpenAIServiceException refusal, String words) {
        String parameter = text(refusal, "param").orElse(null);
        String code = text(refusal, "code").orElse("");
        if (code.equals("unsupported_parameter") && parameter != null) {
            return new UnsupportedRequestException(words, parameter);
        }
        return new InvalidRequestException(words, parameter, code(refusal, code, words), refusal);
    }

    private static String code(OpenAIServiceException refusal, String code, String words) {
        if (code.equals(InvalidRequestException.CONTEXT_LENGTH_EXCEEDED) || TOO_LONG.matcher(words).find()
                || text(refusal, "type").filter("exceed_context_size_error"::equals).isPresent()) { // llama.cpp's
            return InvalidRequestException.CONTEXT_LENGTH_EXCEEDED;
        }
        return code.contains("image") ? InvalidRequestException.INVALID_IMAGE : InvalidRequestException.INVALID_VALUE;
    }

    /** What the server says, wherever it does; {@code detail} is FastAPI's, of which many servers are made. */
    private static String words(OpenAIServiceException refusal) {
        JsonField<?> body = refusal.body();
        return Stream.of(text(refusal, "message"), text(refusal, "detail"), body.asString())
                .flatMap(Optional::stream).filter(words -> !words.isBlank()).findFirst()
                .orElseGet(() -> "status " + refusal.statusCode() + ", without a reason.");
    }

    private static Optional<String> text(OpenAIServiceException refusal, String field) {
        return JsonFields.text(JsonFields.object(refusal.body()), field);
    }

    /** Seconds or a date, as HTTP has it. */
    private static Optional<Duration> duration(@Nullable String header) {
        String value = String.valueOf(header).strip();
        try {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            Duration wait = Duration.between(Instant.now(),
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(wait.isPositive() ? wait : SOON);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
