package io.azulejo.server.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.pf4j.CompoundPluginLoader;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginLoader;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;

import io.azulejo.api.backend.SpiVersion;

/** PF4J, with class loaders that share the SPI, and a memory for what could not be loaded. */
final class BackendPluginManager extends DefaultPluginManager {

    private final Map<Path, String> failures = new TreeMap<>();

    BackendPluginManager(Path directory) {
        super(directory);
        setSystemVersion(SpiVersion.CURRENT);
        setExactVersionAllowed(true);
    }

    /** What could not be loaded, with the reason. */
    Map<Path, String> failures() {
        return Map.copyOf(failures);
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT;
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new CompoundPluginLoader().add(new DefaultPluginLoader(this) {

            @Override
            protected PluginClassLoader createPluginClassLoader(Path path, PluginDescriptor descriptor) {
                return sharing(descriptor);
            }
        }).add(new JarPluginLoader(this) {

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                PluginClassLoader loader = sharing(descriptor);
                loader.addFile(path.toFile());
                return loader;
            }
        });
    }

    private PluginClassLoader sharing(PluginDescriptor descriptor) {
        return new SharedApiClassLoader(this, descriptor, getClass().getClassLoader());
    }

    @Override
    public void loadPlugins() {
        if (!Files.isDirectory(getPluginsRoot())) {
            return;
        }
        for (Path path : pluginRepository.getPluginPaths()) {
            try {
                loadPluginFromPath(path);
            } catch (PluginRuntimeException | LinkageError e) {
                failures.put(path, String.valueOf(e.getMessage()));
            }
        }
        try {
            resolvePlugins();
        } catch (PluginRuntimeException e) {
            failures.put(getPluginsRoot(), String.valueOf(e.getMessage()));
        }
    }

    /** Why a plugin that was loaded is not used, or null. */
    static @Nullable String problem(PluginWrapper plugin) {
        return switch (plugin.getPluginState()) {
            case DISABLED -> "It works with versions " + plugin.getDescriptor().getRequires()
                    + " of the SPI; this is " + SpiVersion.CURRENT + ".";
            case FAILED -> String.valueOf(plugin.getFailedException());
            default -> null;
        };
    }
}
