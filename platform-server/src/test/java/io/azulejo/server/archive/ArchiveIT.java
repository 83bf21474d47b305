package io.azulejo.server.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** All conversations as a file, and files read back. */
@ServerTest
class ArchiveIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    private Api api;

    private WebTestClient.ResponseSpec send(byte[] file, String name) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", Api.named(file, name));
        return api.test().post().uri("/api/v1/import").body(BodyInserters.fromMultipartData(form.build())).exchange();
    }

    private String imported(byte[] file, String name) {
        return Objects.requireNonNull(send(file, name).expectStatus().isOk().expectBody(String.class).returnResult()
                .getResponseBody());
    }

    private Map<String, byte[]> export() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] file = Objects.requireNonNull(api.client().get().uri("/api/v1/export").retrieve()
                .bodyToMono(byte[].class).block(TIMEOUT));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entries.put(entry.getName(), zip.readAllBytes())).as(entry.getName()).isNull();
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void patch(String conversation, Map<String, ?> change) {
        api.client().patch().uri("/api/v1/conversations/" + conversation).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(change).retrieve().toBodilessEntity().block(TIMEOUT);
    }

    /** A conversation of its own with a tree, a picture, feedback, a folder and tags. */
    private Accepted make(byte[] picture) {
        String attachment = api.upload(picture, "wall.png").path("id").asString();
        Accepted asked = new Accepted(api.post("/api/v1/conversations", Map.of("title", "A wall", "text",
                "What is this?", "attachments", List.of(attachment), "system", "Be brief.", "options",
                Map.of("seed", 7))));
        api.awaitEnd(asked.generation());
        String again = api.post("/api/v1/conversations/" + asked.conversation() + "/messages/" + asked.answer()
                + "/regenerate", null).path("generation").asString();
        api.awaitEnd(again);
        api.client().put()
                .uri("/api/v1/conversations/" + asked.conversation() + "/messages/" + asked.answer() + "/feedback")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("rating", "up", "comment", "Right."))
                .retrieve()
                .toBodilessEntity().block(TIMEOUT);
        String folder = api.post("/api/v1/folders", Map.of("name", "Walls " + asked.conversation())).path("id")
                .asString();
        patch(asked.conversation(), Map.of("folder", folder, "tags", List.of("blue", "old"), "pinned", true));
        return asked;
    }

    private void deleteForGood(String conversation) {
        api.test().delete().uri("/api/v1/conversations/" + conversation + "?permanently=true").exchange()
                .expectStatus().isNoContent();
    }

    private static String shape(JsonNode conversation) {
        String ids = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        Map<String, String> numbers = new LinkedHashMap<>();
        return Pattern.compile(ids).matcher(conversation.toString())
                .replaceAll(id -> numbers.computeIfAbsent(id.group(), _ -> "id" + numbers.size()));
    }

    @Test
    void everythingWhenExportedAndImportedThenIsAsItWasAndIsAddedOnce() throws IOException {
        byte[] picture = Pictures.png(0x5eed01);
        Accepted asked = make(picture);
        JsonNode before = api.conversation(asked.conversation());
        Map<String, byte[]> all = export();
        String name = "conversations/" + asked.conversation() + ".json";
        assertThat(all).containsKeys("azulejo.json", name);
        String digest = before.at("/messages/1/parts/0/attachment/digest").asString();
        assertThat(all.get("pictures/" + digest + ".png")).isEqualTo(picture);
        Map<String, byte[]> mine = new LinkedHashMap<>(all);
        mine.keySet().removeIf(key -> key.startsWith("conversations/") && !key.equals(name));
        byte[] file = zip(mine);
        assertThat(imported(file, "all.zip")).isEqualTo("{\"conversations\":0,\"skipped\":1}");

        deleteForGood(asked.conversation());
        assertThat(imported(file, "all.zip")).isEqualTo("{\"conversations\":1,\"skipped\":0}");
        assertThat(imported(file, "all.zip")).isEqualTo("{\"conversations\":0,\"skipped\":1}");

        String copy = api.get("/api/v1/conversations?tag=old&pinned=true").path("conversations").valueStream()
                .map(found -> found.path("id").asString())
                .filter(id -> api.conversation(id).at("/messages/1/parts/0/attachment/digest").asString()
                        .equals(digest))
                .findFirst().orElseThrow();
        JsonNode after = api.conversation(copy);
        assertThat(shape(after)).isEqualTo(shape(before));
        assertThat(copy).isNotEqualTo(asked.conversation());
        assertThat(api.get("/api/v1/search?q=wall").toString()).contains(copy);
        String generation = after.at("/messages/2/generation/id").asString();
        assertThat(api.awaitEnd(generation)).hasSize(1);
        api.awaitEnd(api.askIn(copy, "Go on.").generation());
    }

    @Test
    void singleConversationWhenImportedThenTakesPicturesThatAreThere() throws IOException {
        Accepted asked = make(Pictures.png(0x5eed02));
        byte[] json = Objects.requireNonNull(api.client().get()
                .uri("/api/v1/conversations/" + asked.conversation() + "/export").retrieve().bodyToMono(byte[].class)
                .block(TIMEOUT));
        byte[] other = new String(json, StandardCharsets.UTF_8)
                .replace(asked.conversation(), UUID.randomUUID().toString()).getBytes(StandardCharsets.UTF_8);

        assertThat(imported(other, "a wall.json")).isEqualTo("{\"conversations\":1,\"skipped\":0}");
        String foreign = new String(other, StandardCharsets.UTF_8).replaceAll("[0-9a-f]{64}", "0".repeat(64));
        send(foreign.getBytes(StandardCharsets.UTF_8), "a.json").expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.detail").value((String detail) -> assertThat(detail).contains("0000 is neither"));
    }

    @Test
    void presetsAndEmptyFoldersWhenImportedThenAreMadeWhereMissingAndOthersStay() throws IOException {
        String kept = "Kept " + UUID.randomUUID();
        String lost = "Lost " + UUID.randomUUID();
        String folder = api.post("/api/v1/folders", Map.of("name", lost)).path("id").asString();
        api.post("/api/v1/presets", Map.of("name", kept, "system", "As it was."));
        String preset = api.post("/api/v1/presets", Map.of("name", lost, "system", "Be brief.", "model", "scripted",
                "options", Map.of("seed", 7, "temperature", 0.5))).path("id").asString();
        byte[] file = zip(Map.of("azulejo.json", Objects.requireNonNull(export().get("azulejo.json"))));
        JsonNode before = named(lost);
        api.test().delete().uri("/api/v1/presets/" + preset).exchange().expectStatus().isNoContent();
        api.test().delete().uri("/api/v1/folders/" + folder).exchange().expectStatus().isNoContent();
        api.client().patch().uri("/api/v1/presets/" + named(kept).path("id").asString())
                .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("system", "Changed.")).retrieve()
                .toBodilessEntity().block(TIMEOUT);

        for (int i = 0; i < 2; i++) {
            assertThat(imported(file, "all.zip")).isEqualTo("{\"conversations\":0,\"skipped\":0}");
        }

        assertThat(shape(named(lost))).isEqualTo(shape(before));
        assertThat(named(kept).path("system").asString()).isEqualTo("Changed.");
        assertThat(api.get("/api/v1/folders").valueStream().filter(each -> each.path("name").asString().equals(lost)))
                .hasSize(1);
    }

    /** The one preset of this name. */
    private JsonNode named(String name) {
        List<JsonNode> found = api.get("/api/v1/presets").valueStream()
                .filter(preset -> preset.path("name").asString().equals(name)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void conversationWhenInTheBinThenIsExportedAndNotImported() throws IOException {
        Accepted asked = make(Pictures.png(0x5eed03));
        api.test().delete().uri("/api/v1/conversations/" + asked.conversation()).exchange().expectStatus()
                .isNoContent();
        String name = "conversations/" + asked.conversation() + ".json";
        Map<String, byte[]> all = export();
        assertThat(all).containsKey(name);
        deleteForGood(asked.conversation());

        assertThat(imported(zip(Map.of(name, Objects.requireNonNull(all.get(name)))), "bin.zip"))
                .isEqualTo("{\"conversations\":0,\"skipped\":1}");
    }

    static Stream<Arguments> broken() throws IOException {
        String id = "00000000-0000-4000-8000-00000000000a";
        String start = "{\"id\":\"" + id + "\",\"title\":\"t\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"updatedAt\":"
                + "\"2026-01-01T00:00:00Z\",\"messages\":[";
        String message = "{\"id\":\"" + id + "\",\"role\":\"user\",\"createdAt\":\"2026-01-01T00:00:00Z\",\"parts\":"
                + "[{\"type\":\"text\",\"text\":\"x\"}]";
        byte[] bomb = new byte[40 << 20];
        return Stream.of(Arguments.of("null".getBytes(StandardCharsets.UTF_8), "It is no conversation."),
                Arguments.of(zip(Map.of("conversations/" + id + ".json", new byte[1], "azulejo.json",
                        "{\"format\":\"azulejo-export\",\"version\":1}".getBytes(StandardCharsets.UTF_8))),
                        "azulejo.json: folders: 'folders' is missing."),
                Arguments.of(zip(Map.of("azulejo.json", ("{\"format\":\"azulejo-export\",\"version\":1,\"folders\":[],"
                        + "\"presets\":[{\"name\":\" \"}]}").getBytes(StandardCharsets.UTF_8))),
                        "azulejo.json: name: "),
                Arguments.of("not JSON".getBytes(StandardCharsets.UTF_8), "cannot be read"),
                Arguments.of("[]".getBytes(StandardCharsets.UTF_8), "cannot be read"),
                Arguments.of("PK\3\4 and so on".getBytes(StandardCharsets.UTF_8), "The ZIP file cannot be read"),
                Arguments.of(zip(Map.of("../conversations/" + id + ".json", new byte[1])), "has no entry such as"),
                Arguments.of(zip(Map.of("conversations/" + id + ".json", bomb)),
                        "conversations/" + id + ".json: It is larger than 33554432 bytes"),
                Arguments.of((start + "]").getBytes(StandardCharsets.UTF_8), "cannot be read"),
                Arguments.of((start + message + "," + "\"parent\":\"" + UUID.randomUUID() + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8), "messages[0].parent: No message before it"),
                Arguments.of((start + message.replace("user", "assistant") + "}]}").getBytes(StandardCharsets.UTF_8),
                        "messages[0].role: "),
                Arguments.of((start + message + "}," + message + "}]}").getBytes(StandardCharsets.UTF_8),
                        "messages[1].id: Two messages have"),
                Arguments.of((start + message.replace("\"x\"", "\"\\u0000\"") + "}]}")
                        .getBytes(StandardCharsets.UTF_8), "messages[0].parts[0].text: "),
                Arguments.of((start + message.replace("2026", "+292278994") + "}]}").getBytes(StandardCharsets.UTF_8),
                        "messages[0]"),
                Arguments.of((start + message + "}," + message.replace(id, UUID.randomUUID().toString())
                        .replace("user", "assistant")
                        + ",\"parent\":\"" + id + "\",\"generation\":{\"model\":\"m\",\"status\":\"lost\",\"timings\":"
                        + "{\"queuedAt\":\"2026-01-01T00:00:00Z\",\"endedAt\":\"2026-01-01T00:00:00Z\"}}}]}")
                        .getBytes(StandardCharsets.UTF_8), "status: 'lost'"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void fileWhenItIsNoExportThenIsRefusedWithWhatIsWrong(byte[] file, String detail) {
        send(file, "file").expectStatus().isEqualTo(422).expectBody().jsonPath("$.detail")
                .value((String told) -> assertThat(told).contains(detail));
    }

    @Test
    void pictureOfAFileWhenItIsAnotherOneThenIsRefused() throws IOException {
        Accepted asked = make(Pictures.png(0x5eed04));
        Map<String, byte[]> all = export();
        String name = "conversations/" + asked.conversation() + ".json";
        String digest = JSON.readTree(all.get(name)).at("/messages/1/parts/0/attachment/digest").asString();
        byte[] file = zip(Map.of(name, Objects.requireNonNull(all.get(name)), "pictures/" + digest + ".png",
                Pictures.png(0x5eed05)));
        deleteForGood(asked.conversation());

        send(file, "all.zip").expectStatus().isEqualTo(422).expectBody().jsonPath("$.detail")
                .value((String told) -> assertThat(told).contains("it has another digest"));
    }
}
