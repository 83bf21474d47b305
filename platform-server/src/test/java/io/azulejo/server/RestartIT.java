package io.azulejo.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The application as a process of its own, ended the hard way and the soft way. */
class RestartIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private Path data = FreshDataDirectory.create("restart");
    private final ApplicationProcess application = new ApplicationProcess("restart");

    @AfterEach
    void end() {
        application.close();
    }

    @Test
    void answerWhenTheProcessEndsThenIsKeptAsFarAsItCame() throws Exception {
        Process process = start();
        JsonNode whole = ask("a question answered in full");
        assertThat(events(whole)).contains("event:end");
        JsonNode cut = ask("[[pieces=10000 delay=20ms]]");
        String seen = firstText(cut);
        process.destroyForcibly().waitFor();
        long leftOver = Long.parseLong(
                Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid")).getFirst().strip());
        assertThat(commandOf(leftOver)).isPresent();

        process = start();
        assertThat(commandOf(leftOver)).isEmpty();
        assertThat(answer(whole).path("generation").path("status").asString()).isEqualTo("completed");
        assertThat(text(answer(whole))).endsWith("a question answered in full");
        assertThat(answer(cut).path("generation").path("status").asString()).isEqualTo("interrupted");
        assertThat(text(answer(cut))).startsWith(seen);
        assertThat(events(cut).filter(line -> line.startsWith("data:")).map(line -> json.readTree(line.substring(5)))
                .map(event -> event.path("text").asString("")).reduce("", String::concat)).isEqualTo(text(answer(cut)));

        JsonNode stopped = ask("[[pieces=10000 delay=20ms]]");
        Stream<String> reader = events(stopped);
        firstText(stopped);
        process.destroy();
        List<String> rest = reader.toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(rest).anyMatch(line -> line.startsWith("data:") && line.contains("\"status\":\"interrupted\""));
        assertThat(data.resolve("postgresql/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void dataDirectoryWhenCopiedAfterAStopThenIsABackup() throws Exception {
        Process process = start();
        JsonNode kept = ask("what is to be kept");
        assertThat(events(kept)).contains("event:end");
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Path backup = FreshDataDirectory.create("restart-backup");
        copy(data, backup);
        process = start();
        JsonNode later = ask("what came after the backup");
        assertThat(events(later)).contains("event:end");
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        data = backup;
        start();
        assertThat(text(answer(kept))).endsWith("what is to be kept");
        assertThat(send(HttpRequest.newBuilder(
                uri("/api/v1/conversations/" + later.path("conversation").asString())).build()).statusCode())
                .isEqualTo(404);
    }

    /** As {@code cp -a} does: PostgreSQL wants its directory to be its owner's alone. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** Empty for a process that has ended, even where nobody has collected it yet. */
    private static Optional<String> commandOf(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().command());
    }

    private Process start() throws IOException, InterruptedException {
        return application.start(data);
    }

    private JsonNode ask(String text) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/api/v1/conversations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}")).build());
        assertThat(response.statusCode()).isEqualTo(202);
        return json.readTree(response.body());
    }

    private Stream<String> events(JsonNode accepted) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(
                uri("/api/v1/generations/" + accepted.path("generation").asString() + "/events")).build(),
                HttpResponse.BodyHandlers.ofLines()).body();
    }

    /** Reads until the second piece of text came. */
    private String firstText(JsonNode accepted) throws IOException, InterruptedException {
        try (Stream<String> lines = events(accepted)) {
            return lines.filter(line -> line.startsWith("data:")).map(line -> json.readTree(line.substring(5)))
                    .filter(event -> event.path("type").asString().equals("text")).limit(2)
                    .map(event -> event.path("text").asString()).reduce("", String::concat);
        }
    }

    private JsonNode answer(JsonNode accepted) throws IOException, InterruptedException {
        return json.readTree(send(HttpRequest.newBuilder(
                uri("/api/v1/conversations/" + accepted.path("conversation").asString())).build()).body())
                .path("messages").path(1);
    }

    private static String text(JsonNode message) {
        return message.path("parts").path(0).path("text").asString("");
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return application.uri(path);
    }
}
