package io.azulejo.server.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

import io.azulejo.api.backend.Backend;
import io.azulejo.api.backend.BackendSettings;
import io.azulejo.api.backend.LoadingListener;
import io.azulejo.api.backend.Settings;
import io.azulejo.api.model.GenerationParameter;
import io.azulejo.api.model.ModelDescriptor;
import io.azulejo.tck.ScriptedBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What may be written under azulejo.models, and what a model of several deployments is. */
class DeploymentConfigurationTests {

    @Test
    void bindReadsEachDeploymentWithItsDefaults() throws Exception {
        assertThat(bind("""
                azulejo:
                  models:
                    nvlm-d:
                      deployments:
                        - {backend: gpu, model: nvlm, weight: 3}
                        - {backend: local, priority: 1, max-prompt-tokens: 4000, pictures: false}
                    "[qwen2.5]":
                      deployments: [{backend: gpu}]
                """)).isEqualTo(Map.of("nvlm-d",
                List.of(new DeploymentConfiguration("gpu", "nvlm", 3, 0, null, null, null, Set.of()),
                        new DeploymentConfiguration("local", null, 1, 1, false, null, 4000, Set.of())),
                "qwen2.5", List.of(new DeploymentConfiguration("gpu", null, 1, 0, null, null, null, Set.of()))));
    }

    @Test
    void bindWhenNothingConfiguredThenEmpty() throws Exception {
        assertThat(bind("azulejo: {default-model: one}")).isEmpty();
    }

    @Test
    void bindWhenAKeyIsMisspeltThenItIsNamed() {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind("""
                azulejo.models.nvlm-d.deployments: [{backend: gpu, wieght: 3}]""")).havingCause()
                .isInstanceOfSatisfying(UnboundConfigurationPropertiesException.class,
                        unbound -> assertThat(unbound.getUnboundProperties()).singleElement()
                                .satisfies(property -> assertThat(property.getName())
                                        .hasToString("azulejo.models.nvlm-d.deployments[0].wieght")));
    }

    @Test
    void descriptorHasWhatAllDeploymentsCanDoWherePromptsReachThem() {
        Backend seeing = backend("a", Map.of("context-length", "3000", "max-pictures", "9"));
        Backend blind = backend("b", Map.of("context-length", "2000", "pictures", "false", "continues", "false"));
        Backend small = backend("c", Map.of("context-length", "500", "max-pictures", "4"));

        ModelDescriptor model = CommonDescriptor.of("seer", List.of(deployment(seeing, Conditions.NONE),
                deployment(blind, new Conditions(false, null, null, Set.of())),
                deployment(small, new Conditions(null, null, 300, Set.of()))));

        assertThat(model.id()).isEqualTo("seer");
        assertThat(model.contextLength()).isEqualTo(2000);
        assertThat(model.capabilities().pictures()).isTrue();
        assertThat(model.capabilities().maxPictures()).isEqualTo(4);
        assertThat(model.capabilities().continues()).isFalse();
        assertThat(model.capabilities().parameters()).contains(GenerationParameter.MAX_TILES);
    }

    private static Backend backend(String name, Map<String, String> model) {
        return new ScriptedBackendProvider().create(new BackendSettings(name, new Settings(name, Map.of()),
                Map.of("one", new Settings("one", model)), Path.of("not-used")), LoadingListener.none());
    }

    private static Deployment deployment(Backend backend, Conditions conditions) {
        return new Deployment(backend.models().getFirst(), backend, 1, 0, conditions);
    }

    private static Map<String, List<DeploymentConfiguration>> bind(String yaml) throws Exception {
        MutablePropertySources sources = new MutablePropertySources();
        new YamlPropertySourceLoader()
                .load("test", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                .forEach(sources::addLast);
        return DeploymentConfiguration.bind(new Binder(ConfigurationPropertySources.from(sources)));
    }
}
