package io.azulejo.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.azulejo.api.backend.InvalidSettingException;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class InvalidSettingFailureAnalyzerTests {

    @Test
    void theReportNamesPropertyValueOriginReasonAndRemedy() {
        String property = "spring.ai.azulejo.model.path";
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("the file", Map.of(property, "/not/there")));
        FailureAnalysis analysis = requireNonNull(
                new InvalidSettingFailureAnalyzer(environment).analyze(new IllegalStateException(
                        new InvalidSettingException(property, "/not/there", "It is not a directory.",
                                "Give a directory."))));
        assertThat(analysis.getDescription()).contains("Property: " + property, "Value: \"/not/there\"", "the file",
                "Reason: It is not a directory.");
        assertThat(analysis.getAction()).isEqualTo("Give a directory.");
    }
}
