package io.azulejo.processor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds what the Python scripts wrote. */
public final class TestFiles {

    private static final JsonMapper MAPPER = new JsonMapper();

    private TestFiles() {}

    public static Path resource(String name) {
        URL url = Objects.requireNonNull(TestFiles.class.getResource("/" + name), name);
        try {
            return Path.of(new URI(url.toString()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String name) {
        try (InputStream in = Files.newInputStream(resource(name))) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int[] ids(JsonNode list) {
        return list.values().stream().mapToInt(JsonNode::asInt).toArray();
    }

    /** Copies the files of the named resource directories into one checkpoint directory; later ones win. */
    public static Path checkpoint(Path target, List<String> resourceDirectories) {
        for (String directory : resourceDirectories) {
            try (Stream<Path> files = Files.list(resource(directory))) {
                for (Path file : files.toList()) {
                    Files.write(target.resolve(file.getFileName().toString()), Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return target;
    }
}
