package io.azulejo.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.core.NestedExceptionUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The PostgreSQL of the applications that tests start: a database for each in one container where there is Docker, and
 * the embedded one of each where there is none. {@code -Dazulejo.test.database=container} or {@code embedded} decides
 * instead.
 */
final class TestDatabase {

    private static final String IMAGE = "postgres:18";
    private static final String CHECKOUT = "io.azulejo.test.checkout";
    private static final String PROCESS = "io.azulejo.test.process";
    private static final Duration PULL = Duration.ofMinutes(3);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final int ATTEMPTS = 3;
    private static final @Nullable PostgreSQLContainer CONTAINER = choose();

    private TestDatabase() {}

    /** The properties of an application with an empty database of its own; none where it starts the embedded one. */
    static Map<String, String> properties() {
        if (CONTAINER == null) {
            return Map.of();
        }
        String name = "application" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(CONTAINER.getJdbcUrl(), CONTAINER.getUsername(),
                CONTAINER.getPassword()); Statement statement = connection.createStatement()) {
            // A language's order, as most servers have; the embedded one sorts by code points.
            statement.execute("create database " + name + " template template0 encoding 'UTF8' locale_provider icu "
                    + "icu_locale 'en-US'");
        } catch (SQLException e) {
            throw new IllegalStateException("No database " + name + " in the container", e);
        }
        return Map.of("spring.datasource.url", "jdbc:postgresql://" + CONTAINER.getHost() + ":"
                + CONTAINER.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + name,
                "spring.datasource.username", CONTAINER.getUsername(), "spring.datasource.password",
                CONTAINER.getPassword());
    }

    private static @Nullable PostgreSQLContainer choose() {
        String wanted = System.getProperty("azulejo.test.database", "auto");
        String lacking = switch (wanted) {
            case "embedded" -> "azulejo.test.database is embedded";
            case "auto", "container" -> whatDockerLacks();
            default -> throw new IllegalStateException(
                    "azulejo.test.database is auto, container or embedded, not " + wanted);
        };
        if (lacking == null) {
            print("THE TESTS USE POSTGRESQL IN A CONTAINER (" + IMAGE + "): Docker is here");
            return start();
        }
        boolean required = wanted.equals("container") || System.getenv("AZULEJO_REQUIRE_ALL_TESTS") != null;
        if (required && !wanted.equals("embedded")) {
            throw new IllegalStateException("PostgreSQL cannot run in a container: " + lacking);
        }
        print("THE TESTS USE THE EMBEDDED POSTGRESQL: " + lacking);
        return null;
    }

    private static @Nullable String whatDockerLacks() {
        DockerEngine.useItsVersion();
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no Docker engine answers";
        }
        DockerClient docker = DockerClientFactory.lazyClient();
        try {
            docker.inspectImageCmd(IMAGE).exec();
            return null;
        } catch (NotFoundException e) {
            return pull(docker);
        }
    }

    private static @Nullable String pull(DockerClient docker) {
        try {
            if (docker.pullImageCmd(IMAGE).start().awaitCompletion(PULL.toSeconds(), TimeUnit.SECONDS)) {
                return null;
            }
            return IMAGE + " was not here after " + PULL.toMinutes() + " minutes of pulling";
        } catch (DockerException e) {
            return IMAGE + " cannot be pulled and deploy/test/stand-in has not made it: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** An engine that is busy with something else may refuse once: every test would fail of it. */
    private static PostgreSQLContainer start() {
        removeLeftOvers(DockerClientFactory.lazyClient());
        for (int attempt = 1;; attempt++) {
            try {
                PostgreSQLContainer container = container();
                container.start();
                SpringApplication.getShutdownHandlers().add(container::stop);
                return container;
            } catch (ContainerLaunchException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                print("POSTGRESQL DID NOT START IN A CONTAINER, WHICH IS TRIED AGAIN: "
                        + NestedExceptionUtils.getMostSpecificCause(e));
            }
        }
    }

    /** Testcontainers would end it while the applications close, and waits for nobody: so it is "reused", and ours. */
    private static PostgreSQLContainer container() {
        PostgreSQLContainer container = new PostgreSQLContainer(DockerImageName.parse(IMAGE));
        container.withReuse(true).withLabels(Map.of(CHECKOUT, System.getProperty("user.dir"), PROCESS,
                String.valueOf(ProcessHandle.current().pid())))
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        if (!System.getenv().getOrDefault("DOCKER_HOST", "").startsWith("tcp:")) {
            // Not for the whole network.
            Ports.Binding address = Ports.Binding.bindIp(host.equals("localhost") ? "127.0.0.1" : host);
            PortBinding binding = new PortBinding(address, ExposedPort.tcp(PostgreSQLContainer.POSTGRESQL_PORT));
            container.withCreateContainerCmdModifier(command -> {
                Objects.requireNonNull(command.getHostConfig()).withPortBindings(binding);
            });
        }
        return container;
    }

    /** Of test runs in this folder that were killed. */
    private static void removeLeftOvers(DockerClient docker) {
        for (Container container : docker.listContainersCmd().withShowAll(true)
                .withLabelFilter(Map.of(CHECKOUT, System.getProperty("user.dir"))).exec()) {
            if (ProcessHandle.of(Long.parseLong(container.getLabels().get(PROCESS))).isEmpty()) {
                docker.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
            }
        }
    }

    private static void print(String line) {
        String rule = "*".repeat(line.length() + 10);
        System.out.println(rule + "\n***  " + line + "  ***\n" + rule);
    }
}
