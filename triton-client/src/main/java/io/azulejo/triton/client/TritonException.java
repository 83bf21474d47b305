package io.azulejo.triton.client;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/** What went wrong, with the server's own words in the message. */
public final class TritonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Kinds of errors that callers treat differently. */
    public enum Reason {
        /** No connection, or it broke; the server may be gone. */
        UNREACHABLE,
        /** The server does not have the model, or not the version, or not loaded now. */
        MODEL_UNAVAILABLE,
        /** The model's queue is full. */
        OVERLOADED,
        /** The request does not fit the model: a name, a shape or a type is wrong. */
        INVALID_REQUEST,
        /** The server did not accept who asks. */
        UNAUTHENTICATED,
        /** It took longer than it may. */
        DEADLINE_EXCEEDED,
        /** The server, or somebody on the way, ended the call. */
        CANCELLED,
        /** A message was larger than one side takes. */
        TOO_LARGE,
        /** The model failed, in the middle of a stream too. */
        FAILED
    }

    /** What Triton 2.51 says, in lower case. */
    private static final Map<String, Reason> WORDS = Map.ofEntries(
            Map.entry("exceeds maximum queue size", Reason.OVERLOADED),
            Map.entry("request timeout expired", Reason.OVERLOADED),
            Map.entry("request for unknown model", Reason.MODEL_UNAVAILABLE),
            Map.entry("is not at ready state", Reason.MODEL_UNAVAILABLE),
            Map.entry("has no available versions", Reason.MODEL_UNAVAILABLE),
            Map.entry("model is unavailable", Reason.MODEL_UNAVAILABLE),
            Map.entry("server exiting", Reason.UNREACHABLE), Map.entry("server not ready", Reason.UNREACHABLE),
            Map.entry("server is stopping", Reason.UNREACHABLE),
            Map.entry("server is shutting down", Reason.UNREACHABLE),
            Map.entry("unexpected shape for input", Reason.INVALID_REQUEST),
            Map.entry("inference input", Reason.INVALID_REQUEST),
            Map.entry("expected number of inputs", Reason.INVALID_REQUEST),
            Map.entry("batch-size must be", Reason.INVALID_REQUEST),
            Map.entry("request cancelled", Reason.CANCELLED), Map.entry("request was cancelled", Reason.CANCELLED));

    private final Reason reason;
    private final String endpoint;

    TritonException(Reason reason, String endpoint, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.endpoint = endpoint;
    }

    static TritonException of(String endpoint, Throwable error) {
        return switch (error) {
            case TritonException known -> known;
            case StatusRuntimeException e -> of(endpoint, e.getStatus(), e);
            case StatusException e -> of(endpoint, e.getStatus(), e);
            default -> new TritonException(Reason.FAILED, endpoint, String.valueOf(error.getMessage()), error);
        };
    }

    static TritonException of(String endpoint, Status status, @Nullable Metadata trailers) {
        return of(endpoint, status, new StatusException(status, trailers));
    }

    private static TritonException of(String endpoint, Status status, Throwable cause) {
        String words = status.getDescription() == null || status.getDescription().isBlank()
                ? status.getCode().toString()
                : status.getDescription();
        Throwable below = status.getCause();
        if (below != null && below.getMessage() != null) {
            // gRPC itself says no more than that there was an I/O exception.
            words += " (" + below.getMessage() + ")";
        }
        // A connection that breaks is told as UNAVAILABLE or, depending on who saw it first, as UNKNOWN.
        Reason reason = below instanceof IOException ? Reason.UNREACHABLE : reason(status.getCode(), words);
        return new TritonException(reason, endpoint, words, cause);
    }

    /** An error that came inside a stream, where there is no status, only words. */
    static TritonException inStream(String endpoint, String words) {
        Reason known = byWords(words);
        return new TritonException(known == null ? Reason.FAILED : known, endpoint, words, null);
    }

    private static Reason reason(Status.Code code, String words) {
        Reason known = byWords(words);
        return switch (code) {
            case NOT_FOUND, UNIMPLEMENTED -> Reason.MODEL_UNAVAILABLE;
            // Triton says UNAVAILABLE of queues and models too.
            case UNAVAILABLE -> known == null ? Reason.UNREACHABLE : known;
            case INVALID_ARGUMENT, OUT_OF_RANGE, ALREADY_EXISTS -> known == null ? Reason.INVALID_REQUEST : known;
            case UNAUTHENTICATED, PERMISSION_DENIED -> Reason.UNAUTHENTICATED;
            case DEADLINE_EXCEEDED -> Reason.DEADLINE_EXCEEDED;
            case CANCELLED -> Reason.CANCELLED;
            case RESOURCE_EXHAUSTED -> words.contains("message") ? Reason.TOO_LARGE : Reason.OVERLOADED;
            default -> known == null ? Reason.FAILED : known;
        };
    }

    /** Inside a stream there is no status, and UNAVAILABLE is said of several things: then the words tell. */
    private static @Nullable Reason byWords(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        return WORDS.entrySet().stream().filter(entry -> text.contains(entry.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }

    public Reason reason() {
        return reason;
    }

    /** The endpoint that was asked. */
    public String endpoint() {
        return endpoint;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
