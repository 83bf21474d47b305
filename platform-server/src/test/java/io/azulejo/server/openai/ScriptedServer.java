package io.azulejo.server.openai;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

import io.azulejo.server.attachment.PictureChecks;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.limit.Admission;
import io.azulejo.server.limit.Limits;
import io.azulejo.server.limit.Rates;

/**
 * The part of the server that stands between HTTP and backends, without a database. Not a {@code @Configuration}: the
 * whole application would find it.
 */
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
        FlywayAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class,
        ReactiveUserDetailsServiceAutoConfiguration.class, ReactiveManagementWebSecurityAutoConfiguration.class})
@ComponentScan(basePackages = {"io.azulejo.server.fetch", "io.azulejo.server.model", "io.azulejo.server.openai",
        "io.azulejo.server.plugin"}, excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.azulejo\\.server\\.openai\\.responses\\..*"))
@Import({Blocking.class, OnePerson.class, PictureChecks.class})
@ConfigurationPropertiesScan("io.azulejo.server")
public class ScriptedServer {

    @Bean
    Limits limits() {
        return _ -> new Limits.Decision(Admission.uncounted(), null, Rates.UNLIMITED);
    }
}
