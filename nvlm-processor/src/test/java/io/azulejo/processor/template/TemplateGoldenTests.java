package io.azulejo.processor.template;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.azulejo.processor.TestFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Holds templates against what Jinja2 makes of them (src/test/python/templates_golden.py). */
class TemplateGoldenTests {

    private static final JsonNode GOLDEN = TestFiles.json("templates.golden.json");
    private static final LocalDateTime NOW = LocalDateTime.of(2024, 7, 6, 9, 5, 3);

    @ParameterizedTest(name = "{0}")
    @MethodSource("rendered")
    void renderGivesWhatJinjaGives(String template, String output) {
        assertThat(Template.parse(template, () -> NOW).render(variables())).isEqualTo(output);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void templateThatJinjaRefusesIsRefused(String template) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse(template, () -> NOW).render(variables()))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void raiseExceptionIsToldInItsOwnWords() {
        Template template = Template.parse("{{ raise_exception('roles must alternate') }}", () -> NOW);
        assertThatExceptionOfType(TemplateException.Raised.class).isThrownBy(() -> template.render(Map.of()))
                .withMessage("roles must alternate");
    }

    @Test
    void strftimeNowFormatsAsPython() {
        assertThat(Template.parse("{{ strftime_now('%d %b %Y, %A %H:%M:%S %% %j %y %B %m %I %p %a') }}", () -> NOW)
                .render(Map.of())).isEqualTo("06 Jul 2024, Saturday 09:05:03 % 188 24 July 07 09 AM Sat");
    }

    @Test
    void generationTagsAreLeftOut() {
        assertThat(Template.parse("a{% generation %}\nb{% endgeneration %}\nc", () -> NOW).render(Map.of()))
                .isEqualTo("abc");
    }

    static Stream<Arguments> rendered() {
        return rows().filter(row -> row.has("output"))
                .map(row -> Arguments.of(row.path("template").asString(), row.path("output").asString()));
    }

    static Stream<String> refused() {
        return rows().filter(row -> row.has("error")).map(row -> row.path("template").asString());
    }

    private static Stream<JsonNode> rows() {
        return GOLDEN.path("rows").values().stream();
    }

    private static Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        GOLDEN.path("variables").forEachEntry((name, value) -> variables.put(name, value(value)));
        return variables;
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.forEachEntry((key, value) -> map.put(key, value(value)));
            return map;
        } else if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.values().forEach(item -> list.add(value(item)));
            return list;
        } else if (node.isNull()) {
            return null;
        } else if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isNumber()) {
            return node.isIntegralNumber() ? (Object) node.longValue() : (Object) node.doubleValue();
        }
        return node.stringValue();
    }
}
