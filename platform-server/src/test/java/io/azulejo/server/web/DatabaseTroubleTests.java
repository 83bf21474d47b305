package io.azulejo.server.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.azulejo.server.openai.OpenAiErrors;
import io.azulejo.server.openai.OpenAiException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class DatabaseTroubleTests {

    @Test
    void databaseWhenNobodyListensThenAsksToTryAgainInBothApis() throws IOException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + portOfNobody() + "/azulejo");
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            JdbcClient jdbc = JdbcClient.create(pool);
            Throwable error = catchThrowable(() -> jdbc.sql("select 1").query(Integer.class).single());

            ProblemDetail problem = Problems.of(error);
            assertThat(problem.getStatus()).isEqualTo(503);
            assertThat(problem.getType()).hasToString("urn:azulejo:problem:database-unavailable");
            assertThat(problem.getProperties()).containsEntry("retryAfterSeconds", 5L);
            OpenAiException openAi = OpenAiErrors.of(error);
            assertThat(openAi.status().value()).isEqualTo(503);
            assertThat(openAi).hasMessageContaining("Ask again in a moment");
        }
    }

    @Test
    void otherErrorsOfADatabaseThenAreTheServersOwn() {
        assertThat(DatabaseTrouble.find(new DataIntegrityViolationException("twice"))).isNull();
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
