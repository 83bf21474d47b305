package io.azulejo.server.security.oidc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

import io.azulejo.provider.ProviderApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** A Spring Authorization Server as a process of its own, always at the same address. */
public final class OidcProviderProcess {

    private static final Duration START = Duration.ofMinutes(3);

    private final Path log = Path.of("target", "oidc-provider.out");
    private final int port = freePort();
    private final int clientPort = freePort();
    private @Nullable Process running;

    public String issuer() {
        return "http://localhost:" + port;
    }

    /** Starts it, unless it runs. */
    public synchronized void start() {
        if (running != null) {
            return;
        }
        try (InputStream file = Objects.requireNonNull(
                ProviderApplication.class.getResourceAsStream("/oidc-provider.classpath"))) {
            String own = Path.of(ProviderApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
            running = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp",
                    own + java.io.File.pathSeparator + new String(file.readAllBytes(), StandardCharsets.UTF_8).strip(),
                    ProviderApplication.class.getName(), "--server.address=127.0.0.1", "--server.port=" + port,
                    "--issuer=" + issuer(), "--client-address=http://127.0.0.1:" + clientPort)
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it answers. */
    public void awaitStart() throws InterruptedException {
        start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            long until = System.nanoTime() + START.toNanos();
            while (!isUp(http)) {
                assertThat(Objects.requireNonNull(running).isAlive()).as(this::output).isTrue();
                assertThat(System.nanoTime()).as(this::output).isLessThan(until);
                Thread.sleep(100);
            }
        }
    }

    private boolean isUp(HttpClient http) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(issuer() + "/oauth2/jwks")).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    public synchronized void stop() {
        if (running != null) {
            running.destroy();
            running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            running = null;
        }
    }

    private String output() {
        try {
            return "The provider:\n" + Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a provider beside an application, and tells each of the other. */
    static final class Starter implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            OidcProviderProcess provider = new OidcProviderProcess();
            provider.start();
            context.getBeanFactory().registerSingleton("oidcProviderProcess", provider);
            context.addApplicationListener(event -> {
                if (event instanceof ContextClosedEvent) {
                    provider.stop();
                }
            });
            TestPropertyValues.of("server.port=" + provider.clientPort,
                    "spring.security.oauth2.client.registration.azulejo.client-id=azulejo",
                    "spring.security.oauth2.client.registration.azulejo.client-secret=secret",
                    "spring.security.oauth2.client.provider.azulejo.issuer-uri=" + provider.issuer())
                    .applyTo(context);
        }
    }
}
