package io.azulejo.server.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.azulejo.api.backend.BackendProvider;

/** Writes plugins as their authors would. */
final class PluginJar {

    private PluginJar() {}

    /** @param attributes what the manifest says besides the id and the version */
    static Path write(Path directory, String id, Map<String, String> attributes, Class<?>... classes)
            throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Plugin-Id", id);
        main.putValue("Plugin-Version", "2.1.0");
        attributes.forEach(main::putValue);
        Path file = Files.createDirectories(directory).resolve(id + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            StringBuilder services = new StringBuilder();
            for (Class<?> type : classes) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream in = PluginJar.class.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException(name + " is not on the class path");
                    }
                    in.transferTo(jar);
                }
                if (BackendProvider.class.isAssignableFrom(type)) {
                    services.append(type.getName()).append('\n');
                }
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
            jar.write(services.toString().getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
