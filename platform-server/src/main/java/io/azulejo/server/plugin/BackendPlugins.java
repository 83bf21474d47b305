package io.azulejo.server.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import org.pf4j.PluginDescriptor;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.azulejo.api.backend.BackendProvider;
import io.azulejo.server.plugin.BackendPlugin.State;

/**
 * The plugins of a folder: jars, or zip files and folders with {@code classes} and {@code lib}. One that does not work
 * is told and left out; the others and the application go on.
 */
public final class BackendPlugins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BackendPlugins.class);

    private final BackendPluginManager manager;
    private final List<BackendPlugin> found = new ArrayList<>();
    private final List<BackendProvider> providers = new ArrayList<>();

    BackendPlugins(Path directory) {
        manager = new BackendPluginManager(directory);
        manager.loadPlugins();
        manager.startPlugins();
        manager.getPlugins().forEach(this::read);
        manager.failures().forEach((path, problem) -> found.add(new BackendPlugin(
                String.valueOf(path.getFileName()), null, null, null, null, State.REFUSED, problem, List.of())));
        for (BackendPlugin plugin : found) {
            if (plugin.state() == State.ACTIVE) {
                log.info("Plugin {} {} makes backends of type {}", plugin.id(), plugin.version(),
                        String.join(", ", plugin.types()));
            } else {
                log.warn("Plugin {} is left out: {}", plugin.id(), plugin.problem());
            }
        }
    }

    /** What makes the plugins' backends. */
    public List<BackendProvider> providers() {
        return List.copyOf(providers);
    }

    List<BackendPlugin> found() {
        return List.copyOf(found);
    }

    private void read(PluginWrapper plugin) {
        PluginDescriptor descriptor = plugin.getDescriptor();
        String problem = BackendPluginManager.problem(plugin);
        List<BackendProvider> own = List.of();
        if (problem == null) {
            try {
                own = providers(plugin.getPluginClassLoader());
                problem = own.isEmpty()
                        ? "It names no " + BackendProvider.class.getName() + " in META-INF/services."
                        : null;
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                log.debug("Plugin {} failed", descriptor.getPluginId(), e);
                problem = String.valueOf(e.getMessage());
            }
        }
        providers.addAll(own);
        found.add(new BackendPlugin(descriptor.getPluginId(), descriptor.getVersion(),
                descriptor.getPluginDescription(), descriptor.getProvider(), descriptor.getRequires(),
                problem == null ? State.ACTIVE : State.REFUSED, problem,
                own.stream().map(BackendProvider::type).toList()));
    }

    /** A class loader finds the application's providers too, which are no plugin's. */
    private static List<BackendProvider> providers(ClassLoader loader) {
        return ServiceLoader.load(BackendProvider.class, loader).stream()
                .filter(provider -> loader.equals(provider.type().getClassLoader())).map(ServiceLoader.Provider::get)
                .toList();
    }

    @Override
    public void close() {
        manager.stopPlugins();
        manager.unloadPlugins();
    }
}
