package io.azulejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The dashboard that docs/grafana has asks for what the server publishes. */
@DemoTest
class DashboardIT {

    private static final Pattern METRIC = Pattern
            .compile("\\b(?:azulejo|gen_ai|hikaricp|http_server|jvm|process)_[a-z0-9_]+(?=\\{)");

    @Autowired
    private Api api;

    @Test
    void metricsOfTheDashboardWhenAnAnswerWasMadeThenAreAllPublished() throws IOException {
        api.awaitEnd(api.ask("What can you see?").generation());
        String page = Objects.requireNonNull(
                api.client().get().uri("/actuator/prometheus").retrieve().bodyToMono(String.class).block());
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(Path.of("../docs/grafana/azulejo.json")));
        Set<String> asked = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                Matcher metric = METRIC.matcher(target.path("expr").asString());
                while (metric.find()) {
                    asked.add(metric.group());
                }
            }
        }
        assertThat(asked).hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(page).containsPattern("\n" + name + "[{ ]"));
    }
}
