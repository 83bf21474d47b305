package io.azulejo.server.database;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.azulejo.server.AzulejoProperties;

import static org.assertj.core.api.Assertions.assertThat;

/** When the embedded server runs. */
class EmbeddedPostgresConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(EmbeddedPostgresConfiguration.class);

    @ParameterizedTest
    @ValueSource(strings = {"spring.datasource.url=jdbc:postgresql://db/azulejo",
            "spring.datasource.jndi-name=jdbc/azulejo"})
    void serverWhenADatabaseIsNamedThenDoesNotRun(String property) {
        runner.withPropertyValues(property)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPostgres.class));
    }

    @Test
    void serverWhenNoDatabaseIsNamedThenIsAskedFor() {
        // Without a data directory it cannot be made, which shows that it was asked for.
        runner.withPropertyValues("spring.datasource.url=").run(context -> assertThat(context).getFailure()
                .hasMessageContaining(AzulejoProperties.class.getName()));
    }
}
