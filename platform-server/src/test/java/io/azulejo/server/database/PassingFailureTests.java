package io.azulejo.server.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class PassingFailureTests {

    @Test
    void poolWhenItHasNoConnectionInTimeThenItPasses() {
        assertThat(PassingFailure.isCauseOf(new CannotCreateTransactionException("none",
                new SQLTransientConnectionException("HikariPool-1 - Connection is not available")))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40P01", "40001", "53300", "57P01", "57P03"})
    void databaseWhenAwayFullOrInConflictThenItPasses(String state) {
        assertThat(PassingFailure.isCauseOf(new DataAccessResourceFailureException("failed",
                new SQLException("failed", state)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22001", "57014"})
    void statementWhenItIsWrongThenTryingAgainDoesNotHelp(String state) {
        assertThat(PassingFailure.isCauseOf(new DataAccessResourceFailureException("failed",
                new SQLException("failed", state)))).isFalse();
    }

    @Test
    void errorWhenTheDatabaseHasNoPartInItThenItStays() {
        assertThat(PassingFailure.isCauseOf(new IllegalStateException("failed", new SQLException("no state"))))
                .isFalse();
    }
}
