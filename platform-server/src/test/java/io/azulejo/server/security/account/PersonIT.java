package io.azulejo.server.security.account;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.Pictures;

import static io.azulejo.server.security.account.Visitors.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@AccountsTest
class PersonIT {

    private static final int SHARED = 0x12ab34;

    @Autowired
    private Visitors visitors;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void personWhenDeletedThenIsNowhereInTheDatabaseAndOthersKeepWhatTheyHave() {
        Visitors.User leaving = visitors.user();
        Visitors.User staying = visitors.user();
        String own = attachment(leaving, 0x654321);
        String digest = digest(leaving, own);
        String shared = attachment(leaving, SHARED);
        String others = attachment(staying, SHARED);
        assertThat(digest(leaving, shared)).isEqualTo(digest(staying, others));
        fill(leaving, List.of(own, shared));
        String running = visitors.post(leaving.client(), "/api/v1/conversations",
                Map.of("text", "[[pieces=100000 delay=10ms]]")).path("generation").asString();
        await().until(() -> visitors.get(leaving.client(), "/api/v1/generations/" + running).path("status").asString()
                .equals("running"));
        await().until(() -> jdbc.sql("select count(*) from usage_day where cast(person_id as text) = :id")
                .param("id", leaving.id()).query(Integer.class).single() > 0);
        long before = requestsOfAll();

        delete(leaving.client(), "wrong password!").expectStatus().isForbidden();
        assertThat(placesOf(leaving.id())).contains("conversation.owner_id", "attachment.owner_id", "preset.owner_id",
                "api_key.person_id", "login_session.person_id", "response.owner_id", "usage_day.person_id");
        delete(leaving.client(), PASSWORD).expectStatus().isNoContent();

        leaving.client().get().uri("/api/v1/me").exchange().expectStatus().isUnauthorized();
        // Only who did what is kept for its time, without a name.
        await().untilAsserted(() -> assertThat(placesOf(leaving.id()))
                .isSubsetOf("audit_event.actor_id", "audit_event.subject", "audit_event.detail"));
        assertThat(jdbc.sql("select count(*) from attachment_content where digest = :digest").param("digest", digest)
                .query(Integer.class).single()).isZero();
        assertThat(requestsOfAll()).isGreaterThanOrEqualTo(before);
        staying.client().get().uri("/api/v1/attachments/" + others + "/content").exchange().expectStatus().isOk();
        visitors.nobody().post().uri("/api/v1/session").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", leaving.name(), "password", PASSWORD)).exchange().expectStatus()
                .isUnauthorized();
    }

    @Test
    void userWhenDeletedByAnAdministratorThenIsGoneAndTheLastAdministratorIsNot() {
        Visitors.User user = visitors.user();
        fill(user, List.of(attachment(user, 0x222222)));

        user.client().delete().uri("/api/v1/admin/users/" + user.id()).exchange().expectStatus().isForbidden();
        visitors.admin().delete().uri("/api/v1/admin/users/" + user.id()).exchange().expectStatus().isNoContent();
        visitors.admin().delete().uri("/api/v1/admin/users/" + user.id()).exchange().expectStatus().isNotFound();

        await().untilAsserted(() -> assertThat(placesOf(user.id()))
                .isSubsetOf("audit_event.actor_id", "audit_event.subject", "audit_event.detail"));
        assertThat(visitors.get(visitors.admin(), "/api/v1/admin/users?limit=200").toString())
                .doesNotContain(user.id());
        delete(visitors.admin(), PASSWORD).expectStatus().isEqualTo(HttpStatus.CONFLICT);
        visitors.admin().get().uri("/api/v1/me").exchange().expectStatus().isOk();
    }

    @Test
    void exportWhenReadThenHasEverythingOfThePersonAndNothingOfOthers() throws IOException {
        Visitors.User user = visitors.user();
        Visitors.User other = visitors.user();
        fill(other, List.of(attachment(other, 0x333333)));
        String picture = attachment(user, 0x444444);
        String conversation = fill(user, List.of(picture));
        String binned = visitors.post(user.client(), "/api/v1/conversations", Map.of("title", "in the bin"))
                .path("id").asString();
        user.client().delete().uri("/api/v1/conversations/" + binned).exchange().expectStatus().isNoContent();

        Map<String, byte[]> files = unzip(
                Objects.requireNonNull(user.client().get().uri("/api/v1/me/export").exchange().expectStatus().isOk()
                        .expectHeader().contentType("application/zip").expectBody().returnResult().getResponseBody()));

        assertThat(files.keySet()).contains("profile.json", "conversations/" + conversation + ".json",
                "conversations/" + binned + ".json", "pictures/" + picture + ".png", "presets.json", "keys.json",
                "usage.json", "folders.json").filteredOn(name -> name.startsWith("conversations/")).hasSize(2);
        assertThat(files.keySet().stream().filter(name -> name.startsWith("responses/"))).hasSize(2);
        assertThat(files.get("pictures/" + picture + ".png")).isEqualTo(Pictures.png(0x444444));
        assertThat(read(files, "profile.json").path("name").asString()).isEqualTo(user.name());
        assertThat(read(files, "conversations/" + conversation + ".json").toString()).contains("remember me");
        assertThat(read(files, "keys.json").path(0).has("key")).isFalse();
    }

    /** One of everything that somebody may have; tells the conversation. */
    private String fill(Visitors.User user, List<String> pictures) {
        WebTestClient client = user.client();
        JsonNode asked = visitors.post(client, "/api/v1/conversations",
                Map.of("text", "remember me", "attachments", pictures));
        visitors.post(client, "/api/v1/presets", Map.of("name", "mine"));
        visitors.post(client, "/api/v1/folders", Map.of("name", "mine"));
        visitors.post(client, "/api/v1/me/keys", Map.of("name", "mine"));
        visitors.post(client, "/v1/responses", Map.of("model", "scripted", "input", "hi"));
        visitors.post(visitors.admin(), "/api/v1/admin/quotas", Map.of("user", user.id(), "limits", Map.of()));
        return asked.path("conversation").asString();
    }

    private String attachment(Visitors.User user, int colour) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("file", Api.named(Pictures.png(colour), "picture.png"));
        return new JsonMapper().readTree(user.client().post().uri("/api/v1/attachments")
                .body(BodyInserters.fromMultipartData(form.build())).exchange().expectStatus().isCreated()
                .expectBody(String.class).returnResult().getResponseBody()).path("id").asString();
    }

    private String digest(Visitors.User user, String attachment) {
        return visitors.get(user.client(), "/api/v1/attachments/" + attachment).path("digest").asString();
    }

    private long requestsOfAll() {
        return jdbc.sql("select sum(requests) from usage_day").query(Long.class).single();
    }

    /** Every column of every table that names somebody. */
    private List<String> placesOf(String id) {
        List<String> places = new ArrayList<>();
        jdbc.sql("select table_name, column_name from information_schema.columns where table_schema = 'public' "
                + "and data_type in ('uuid', 'text', 'json', 'jsonb')").query().listOfRows().forEach(column -> {
                    if (jdbc.sql(
                            "select exists (select from \"" + column.get("table_name") + "\" where position(:id in "
                                    + "cast(\"" + column.get("column_name") + "\" as text)) > 0)")
                            .param("id", id)
                            .query(Boolean.class).single()) {
                        places.add(column.get("table_name") + "." + column.get("column_name"));
                    }
                });
        return places;
    }

    private static WebTestClient.ResponseSpec delete(WebTestClient client, String password) {
        return client.method(HttpMethod.DELETE).uri("/api/v1/me").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("password", password)).exchange();
    }

    private static JsonNode read(Map<String, byte[]> files, String name) {
        return new JsonMapper().readTree(files.getOrDefault(name, new byte[0]));
    }

    private static Map<String, byte[]> unzip(byte[] file) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
