package io.azulejo.server.security.oidc;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

import io.azulejo.provider.ProviderApplication;
import io.azulejo.server.ChildProcess;

/** A Spring Authorization Server as a process of its own, always at the same address. */
public final class OidcProviderProcess {

    private final int port = ChildProcess.freePort();
    private final int clientPort = ChildProcess.freePort();
    private @Nullable ChildProcess running;

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
            running = ChildProcess.start(Path.of("target", "oidc-provider.out"), List.of("-Xmx128m", "-cp",
                    own + java.io.File.pathSeparator + new String(file.readAllBytes(), StandardCharsets.UTF_8).strip(),
                    ProviderApplication.class.getName(), "--server.address=127.0.0.1", "--server.port=" + port,
                    "--issuer=" + issuer(), "--client-address=http://127.0.0.1:" + clientPort), Map.of());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it answers. */
    public void awaitStart() throws InterruptedException {
        start();
        Objects.requireNonNull(running).awaitStart(URI.create(issuer() + "/oauth2/jwks"));
    }

    public synchronized void stop() {
        if (running != null) {
            running.stop();
            running = null;
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
