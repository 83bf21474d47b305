package io.azulejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The dashboard in docs/grafana and the alerts in deploy/observability ask for what the server publishes. */
@DemoTest
class DashboardIT {

    private static final Pattern METRIC = Pattern
            .compile("\\b(?:azulejo|gen_ai|hikaricp|http_server|jvm|process)_[a-z0-9_]+(?=\\{)");

    @Autowired
    private Api api;

    /** What alerts ask for; those of Triton are there where a backend is Triton's, which the stack test has. */
    private static final Pattern ALERTED = Pattern
            .compile("\\b(?!azulejo_triton_)(?:azulejo|gen_ai|hikaricp)_[a-z0-9_]+");

    @Test
    void metricsOfTheAlertsWhenAnAnswerWasMadeThenAreAllPublished() throws IOException {
        String page = pageAfterAnAnswer();
        Set<String> asked = Files.readAllLines(Path.of("../deploy/observability/alerts.yml")).stream()
                .filter(line -> line.contains("expr:"))
                .flatMap(line -> ALERTED.matcher(line.replaceAll("by \\([^)]*\\)|\\{[^}]*}", "")).results())
                .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(6)
                .allSatisfy(name -> assertThat(page).containsPattern("\n" + name + "[{ ]"));
    }

    @Test
    void metricsOfTheDashboardWhenAnAnswerWasMadeThenAreAllPublished() throws IOException {
        String page = pageAfterAnAnswer();
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

    private String pageAfterAnAnswer() {
        api.awaitEnd(api.ask("What can you see?").generation());
        return Objects.requireNonNull(
                api.client().get().uri("/actuator/prometheus").retrieve().bodyToMono(String.class).block());
    }
}
