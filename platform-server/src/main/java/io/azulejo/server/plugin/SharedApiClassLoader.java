package io.azulejo.server.plugin;

import java.util.List;

import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * Loads a plugin's classes: its own dependencies first, so that their versions are its own affair. Only what the SPI's
 * signatures are made of comes from the application, also where a plugin brings a copy along.
 */
final class SharedApiClassLoader extends PluginClassLoader {

    private static final List<String> SHARED = List.of("io.azulejo.api.", "org.springframework.ai.",
            "org.springframework.core.", "org.springframework.util.", "reactor.", "org.reactivestreams.",
            "io.micrometer.", "org.slf4j.", "org.jspecify.");

    private final ClassLoader application;

    SharedApiClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader application) {
        super(manager, descriptor, application, ClassLoadingStrategy.PDA);
        this.application = application;
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
        return SHARED.stream().anyMatch(name::startsWith) ? application.loadClass(name) : super.loadClass(name);
    }
}
