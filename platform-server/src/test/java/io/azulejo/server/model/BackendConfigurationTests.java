package io.azulejo.server.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.azulejo.api.backend.Settings;

import static org.assertj.core.api.Assertions.assertThat;

class BackendConfigurationTests {

    @Test
    void bindWhenTwoBackendsThenEachHasItsOwnSettingsAndModels() throws Exception {
        List<BackendConfiguration> backends = bind(yaml("""
                azulejo:
                  backends:
                    local:
                      type: embedded-libtorch
                      threads: 4
                      models:
                        nvlm-d: {path: /models/nvlm, max-tiles: 6}
                        "[qwen2.5-vl]": {path: /models/qwen}
                    far:
                      type: triton
                      retry:
                        count: 3
                      models:
                        plain:
                """));

        assertThat(backends).containsExactly(
                new BackendConfiguration("local", "embedded-libtorch", Map.of("threads", "4"),
                        Map.of("nvlm-d", Map.of("path", "/models/nvlm", "max-tiles", "6"), "qwen2.5-vl",
                                Map.of("path", "/models/qwen"))),
                new BackendConfiguration("far", "triton", Map.of("retry.count", "3"), Map.of("plain", Map.of())));
        assertThat(backends.getFirst().models().keySet()).containsExactly("nvlm-d", "qwen2.5-vl");
    }

    @Test
    void bindWhenNothingConfiguredThenEmpty() {
        assertThat(bind(new MapPropertySource("none", Map.of()))).isEmpty();
    }

    @Test
    void bindWhenOnlyEnvironmentVariablesThenProviderFindsItsKeys() {
        List<BackendConfiguration> backends = bind(environment(Map.of("AZULEJO_BACKENDS_LOCAL_TYPE", "scripted",
                "AZULEJO_BACKENDS_LOCAL_MODELS_NVLM_PATH", "/models/nvlm",
                "AZULEJO_BACKENDS_LOCAL_MODELS_NVLM_MAX_TILES", "6")));

        assertThat(backends).singleElement().satisfies(backend -> {
            assertThat(backend.type()).isEqualTo("scripted");
            assertThat(backend.settings()).isEmpty();
            Settings settings = new Settings("p", backend.models().getOrDefault("nvlm", Map.of()));
            assertThat(settings.requiredString("path")).isEqualTo("/models/nvlm");
            assertThat(settings.integer("max-tiles", 1, 12)).hasValue(6);
        });
    }

    @Test
    void bindWhenEnvironmentOverridesDashedModelThenThereIsOneModelWithTheNewValue() throws Exception {
        List<BackendConfiguration> backends = bind(
                environment(Map.of("AZULEJO_BACKENDS_MYLOCAL_MODELS_MYMODEL_MAX_TILES", "2",
                        "AZULEJO_BACKENDS_MYLOCAL_MODELS_MYMODEL_PATH", "/new")),
                yaml("""
                        azulejo.backends.my-local:
                          type: scripted
                          models:
                            my-model: {path: /old, max-tiles: 6}
                        """));

        assertThat(backends).singleElement().satisfies(backend -> {
            assertThat(backend.name()).isEqualTo("my-local");
            assertThat(backend.type()).isEqualTo("scripted");
            assertThat(backend.models()).containsOnlyKeys("my-model");
            Settings settings = new Settings("p", backend.models().getOrDefault("my-model", Map.of()));
            assertThat(settings.requiredString("path")).isEqualTo("/new");
            assertThat(settings.integer("max-tiles", 1, 12)).hasValue(2);
        });
    }

    private static List<BackendConfiguration> bind(PropertySource<?>... sources) {
        MutablePropertySources all = new MutablePropertySources();
        List.of(sources).forEach(all::addLast);
        return BackendConfiguration.bind(new Binder(ConfigurationPropertySources.from(all)));
    }

    private static PropertySource<?> environment(Map<String, Object> variables) {
        return new SystemEnvironmentPropertySource("systemEnvironment", variables);
    }

    private static PropertySource<?> yaml(String text) throws Exception {
        return new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
    }
}
