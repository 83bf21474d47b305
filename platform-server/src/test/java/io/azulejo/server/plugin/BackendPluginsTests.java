package io.azulejo.server.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.azulejo.api.backend.BackendProvider;
import io.azulejo.api.backend.SpiVersion;
import io.azulejo.server.plugin.BackendPlugin.State;

import static org.assertj.core.api.Assertions.assertThat;

class BackendPluginsTests {

    private static final Map<String, String> FITTING = Map.of("Plugin-Requires", ">=1.0.0 & <2.0.0",
            "Plugin-Description", "A sample", "Plugin-Provider", "Nobody");

    @TempDir
    private Path directory;

    @Test
    void pluginWhenItFitsThenItsProviderComesFromItsOwnClassLoader() throws IOException {
        PluginJar.write(directory, "sample", FITTING, SampleProvider.class);
        try (BackendPlugins plugins = new BackendPlugins(directory)) {
            assertThat(plugins.found()).singleElement().satisfies(plugin -> {
                assertThat(plugin.id()).isEqualTo("sample");
                assertThat(plugin.version()).isEqualTo("2.1.0");
                assertThat(plugin.description()).isEqualTo("A sample");
                assertThat(plugin.state()).isEqualTo(State.ACTIVE);
                assertThat(plugin.problem()).isNull();
                assertThat(plugin.types()).containsExactly("sample");
            });
            BackendProvider provider = plugins.providers().getFirst();
            assertThat(provider.getClass()).isNotEqualTo(SampleProvider.class);
            assertThat(provider.getClass().getClassLoader()).isInstanceOf(SharedApiClassLoader.class);
        }
    }

    @Test
    void pluginsWhenSomeDoNotWorkThenTheOthersDo() throws IOException {
        PluginJar.write(directory, "sample", FITTING, SampleProvider.class);
        PluginJar.write(directory, "later", Map.of("Plugin-Requires", ">=99.0.0"), SampleProvider.class);
        PluginJar.write(directory, "broken", FITTING, BrokenProvider.class);
        PluginJar.write(directory, "empty", FITTING);
        Files.writeString(directory.resolve("garbage.jar"), "This is no jar.");
        try (BackendPlugins plugins = new BackendPlugins(directory)) {
            assertThat(plugins.providers()).extracting(BackendProvider::type).containsExactly("sample");
            assertThat(problem(plugins, "later")).contains(">=99.0.0").contains(SpiVersion.CURRENT);
            assertThat(problem(plugins, "broken")).contains("BrokenProvider");
            assertThat(problem(plugins, "empty")).contains("META-INF/services");
            assertThat(problem(plugins, "garbage.jar")).isNotBlank();
        }
    }

    @Test
    void directoryWhenThereIsNoneThenThereAreNoPlugins() {
        try (BackendPlugins plugins = new BackendPlugins(directory.resolve("none"))) {
            assertThat(plugins.found()).isEmpty();
            assertThat(plugins.providers()).isEmpty();
        }
    }

    private static String problem(BackendPlugins plugins, String id) {
        BackendPlugin plugin = plugins.found().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        assertThat(plugin.state()).isEqualTo(State.REFUSED);
        return String.valueOf(plugin.problem());
    }
}
