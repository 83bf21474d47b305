package io.azulejo.triton.client;

import java.nio.channels.ClosedChannelException;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.azulejo.triton.client.TritonException.Reason;

import static org.assertj.core.api.Assertions.assertThat;

class TritonExceptionTests {

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE, io exception, UNREACHABLE", "UNAVAILABLE, Server exiting, UNREACHABLE",
            "UNAVAILABLE, [request id: a] Exceeds maximum queue size, OVERLOADED",
            "UNAVAILABLE, Request for unknown model: 'm' version 1 is not at ready state, MODEL_UNAVAILABLE",
            "NOT_FOUND, Request for unknown model: 'm' is not found, MODEL_UNAVAILABLE",
            "INVALID_ARGUMENT, unexpected shape for input 'x' for model 'm', INVALID_REQUEST",
            "RESOURCE_EXHAUSTED, gRPC message exceeds maximum size 4194304: 5, TOO_LARGE",
            "UNAUTHENTICATED, no, UNAUTHENTICATED", "INTERNAL, boom, FAILED", "CANCELLED, gone, CANCELLED"})
    void reasonFollowsFromTheStatusAndWhereThatDoesNotTellFromTheWords(Status.Code code, String words, Reason reason) {
        TritonException error = TritonException.of("host:1", code.toStatus().withDescription(words).asException());

        assertThat(error.reason()).isEqualTo(reason);
        assertThat(error).hasMessageContaining(words);
        assertThat(error.endpoint()).isEqualTo("host:1");
    }

    @ParameterizedTest
    @CsvSource({"Request for unknown model: 'm' has no available versions, MODEL_UNAVAILABLE",
            "[request id: a] Exceeds maximum queue size, OVERLOADED", "Traceback of a model, FAILED"})
    void reasonWhenTheErrorIsInAStreamThenFollowsFromTheWords(String words, Reason reason) {
        assertThat(TritonException.inStream("host:1", words).reason()).isEqualTo(reason);
    }

    @Test
    void reasonWhenTheConnectionBreaksThenIsUnreachableWhateverTheStatus() {
        assertThat(TritonException.of("host:1", Status.UNKNOWN.withDescription("channel closed")
                .withCause(new ClosedChannelException()).asException()).reason()).isEqualTo(Reason.UNREACHABLE);
    }
}
