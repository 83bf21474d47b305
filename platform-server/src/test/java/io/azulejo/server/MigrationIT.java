package io.azulejo.server;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.azulejo.server.database.SharedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationIT {

    @Test
    void theProgramBringsAnEmptyDatabaseUpToDateAndLeavesOneThatIs() {
        try (SharedPostgres database = SharedPostgres.start(Path.of("target", "test-data", "migration"))) {
            String[] arguments = database.arguments().toArray(String[]::new);

            Migration.main(arguments);

            assertThat(database.query("select count(*) from flyway_schema_history where not success"))
                    .containsExactly("0");
            assertThat(database.query("select to_regclass('conversation') is not null")).containsExactly("t");
            String newest = database.query("select max(installed_rank) from flyway_schema_history").getFirst();

            Migration.main(arguments);

            assertThat(database.query("select max(installed_rank) from flyway_schema_history")).containsExactly(newest);
        }
    }
}
