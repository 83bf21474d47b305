package io.azulejo.server;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;

/** A program that brings the database up to date and ends: it runs before instances of a new version start. */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
final class Migration {

    private Migration() {}

    public static void main(String[] args) {
        new SpringApplicationBuilder(Migration.class).web(WebApplicationType.NONE).run(args).close();
    }
}
