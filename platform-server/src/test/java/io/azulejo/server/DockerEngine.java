package io.azulejo.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Testcontainers has to be told of engines older than those that it was made for. */
final class DockerEngine {

    /** Docker 25's; what Testcontainers speaks where nothing is said. */
    private static final double SPOKEN = 1.44;
    private static final Pattern VERSION = Pattern.compile("(?i)\r\napi-version: *(\\d+\\.\\d+)\r\n");

    /** How often an engine is asked that takes a connection and says nothing of use. */
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private DockerEngine() {}

    /** Makes Testcontainers speak the version of an engine that does not know the usual one. */
    static void useItsVersion() {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        if (!host.startsWith("unix://")) {
            return;
        }
        Path socket = Path.of(host.substring("unix://".length()));
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(socket); attempt++) {
            try {
                Matcher version = VERSION.matcher(ping(socket));
                if (version.find()) {
                    if (Double.parseDouble(version.group(1)) < SPOKEN) {
                        System.setProperty("api.version", version.group(1));
                    }
                    return;
                }
                Thread.sleep(PAUSE);
            } catch (IOException e) {
                // Testcontainers looks in other places too, and says what it tried.
                System.out.println("Docker's engine does not answer at " + socket + ": " + e);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static String ping(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(StandardCharsets.US_ASCII
                    .encode("HEAD /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
