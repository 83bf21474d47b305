package io.azulejo.server.generation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.ChildProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** An instance of the application as a process of its own, with a scripted backend. */
final class InstanceProcess {

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final int port = ChildProcess.freePort();
    private final ChildProcess child;
    private final Process process;

    InstanceProcess(Path log, List<String> arguments) throws IOException {
        this(log, arguments, Map.of());
    }

    InstanceProcess(Path log, List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "io.azulejo.server.AzulejoApplication", "--server.port=" + port,
                "--azulejo.data-directory=" + log.resolveSibling("data-" + port),
                "--spring.datasource.hikari.maximum-pool-size=8", "--azulejo.backends.scripted.type=scripted",
                "--azulejo.backends.scripted.models.scripted.max-pictures=4"));
        command.addAll(arguments);
        child = ChildProcess.start(log, command, environment);
        process = child.process();
    }

    InstanceProcess awaitStart() throws InterruptedException {
        child.awaitStart(uri("/api/v1/conversations"));
        return this;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        return child.output();
    }

    Accepted ask(String text) throws IOException, InterruptedException {
        HttpResponse<String> response = post(text);
        assertThat(response.statusCode()).as(() -> response.body() + "\n" + loggedErrors()).isEqualTo(202);
        return json.readValue(response.body(), Accepted.class);
    }

    /** Asks what is refused, perhaps; tells the status. */
    int tryToAsk(String text) throws IOException, InterruptedException {
        return post(text).statusCode();
    }

    /** Comes back when told to, as where a slow machine has all connections to the database at work. */
    private HttpResponse<String> post(String text) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/v1/conversations").header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}"));
        HttpResponse<String> response = send(request);
        for (int again = 0; response.statusCode() == 503 && again < 5; again++) {
            Thread.sleep(Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElseThrow()));
            response = send(request);
        }
        return response;
    }

    private String loggedErrors() {
        String output = output();
        int first = output.indexOf(" ERROR ");
        return first < 0 ? "" : output.substring(first, Math.min(output.length(), first + 8000));
    }

    /** Asks in a new conversation that does not last. */
    Accepted askForAWhile(String text) throws IOException, InterruptedException {
        return json.readValue(send(request("/api/v1/conversations").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\",\"temporary\":true}"))).body(),
                Accepted.class);
    }

    /** The ids of conversations, the newest first. */
    List<String> conversations() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        json.readTree(send(request("/api/v1/conversations")).body()).path("conversations")
                .forEach(conversation -> ids.add(conversation.path("id").asString()));
        return ids;
    }

    JsonNode stop(String generation) throws IOException, InterruptedException {
        return json.readTree(send(request("/api/v1/generations/" + generation + "/stop")
                .POST(HttpRequest.BodyPublishers.noBody())).body());
    }

    JsonNode answer(Accepted accepted) throws IOException, InterruptedException {
        return json.readTree(send(request("/api/v1/conversations/" + accepted.conversation())).body()).path("messages")
                .path(1);
    }

    /**
     * Adds the events after the last of the list to it, until there is enough, or the end, or the connection breaks.
     *
     * @return whether the last event is the end
     */
    boolean read(String generation, List<Event> events, Predicate<Event> enough) throws InterruptedException {
        int after = events.isEmpty() ? 0 : events.getLast().id();
        HttpRequest request = request("/api/v1/generations/" + generation + "/events")
                .header("Last-Event-ID", Integer.toString(after)).build();
        try (InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            int id = 0;
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = Integer.parseInt(line.substring(3).strip());
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    Event event = new Event(id, name, json.readTree(line.substring(5)));
                    events.add(event);
                    if (name.equals("end") || enough.test(event)) {
                        break;
                    }
                }
            }
        } catch (IOException _) {
            return false; // As for any reader: it comes back with what it had last.
        }
        return !events.isEmpty() && events.getLast().name().equals("end");
    }

    /** All events up to the end. */
    List<Event> readAll(String generation) throws InterruptedException {
        List<Event> events = new ArrayList<>();
        read(generation, events, _ -> false);
        return events;
    }

    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor()).isZero();
    }

    boolean awaitExit(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(50));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        http.shutdownNow();
    }
}
