package io.azulejo.server.web;

import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemsTests {

    @Test
    void databaseWhenItHasNoConnectionThenTheSenderIsToldToComeBack() {
        ProblemDetail problem = Problems.of(new CannotCreateTransactionException("none",
                new SQLTransientConnectionException("Connection is not available")));
        assertThat(problem.getStatus()).isEqualTo(503);
        assertThat(problem.getType()).hasToString("urn:azulejo:problem:database-unavailable");
        assertThat(problem.getProperties()).containsEntry("retryAfterSeconds", 2L);
    }

    @Test
    void errorThatNobodyExpectedThenTheSenderIsToldAnIdOnly() {
        ProblemDetail problem = Problems.of(new IllegalStateException("a secret"));
        assertThat(problem.getStatus()).isEqualTo(500);
        assertThat(problem.getProperties()).containsKey("errorId");
        assertThat(problem.getDetail()).doesNotContain("secret");
    }
}
