package io.azulejo.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.backend.InvalidSettingException;

import static org.assertj.core.api.Assertions.assertThat;

/** What editors complete. */
class ConfigurationMetadataTests {

    private static final String PREFIX = "spring.ai.azulejo.";

    @Test
    void everyPropertyHasASentence() throws IOException {
        List<JsonNode> bare = properties().filter(property -> !property.has("description")).toList();
        assertThat(bare).isEmpty();
        assertThat(names()).contains(PREFIX + "type", PREFIX + "base-url", PREFIX + "model.path",
                PREFIX + "chat.temperature", PREFIX + "chat.max-tokens");
    }

    /** The backends tell what they know when they are given what they do not. */
    @ParameterizedTest
    @CsvSource({"embedded-libtorch,model.", "openai,''", "openai,model."})
    void everySettingThatABackendKnowsIsDescribed(String type, String group) throws IOException {
        Set<String> names = names();
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AzulejoAutoConfiguration.class))
                .withPropertyValues(PREFIX + "type=" + type, PREFIX + "chat.model=any", PREFIX + group + "nonsense=1",
                        // So that the settings of a remote model come into view.
                        type.equals("openai") ? PREFIX + "base-url=http://127.0.0.1:1" : PREFIX + "model.path=.")
                .run(context -> assertThat(context).getFailure().rootCause()
                        .isInstanceOfSatisfying(InvalidSettingException.class, refused -> {
                            String known = refused.remedy().replace("Known here: ", "").replaceAll("\\.$", "");
                            assertThat(names).containsAll(Arrays.stream(known.split(", ", -1))
                                    .map(key -> PREFIX + group + key).toList());
                        }));
    }

    private static Set<String> names() throws IOException {
        return properties().map(property -> property.get("name").asString()).collect(Collectors.toSet());
    }

    private static Stream<JsonNode> properties() throws IOException {
        // Spring's own jars have files of the same name, so it is read from where the build puts it.
        Path file = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
        return JsonMapper.shared().readTree(Files.readString(file)).get("properties").valueStream();
    }
}
