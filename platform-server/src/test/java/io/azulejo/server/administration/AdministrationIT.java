package io.azulejo.server.administration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Backends and deployments that come and go while the server answers. */
@ServerTest
class AdministrationIT {

    private static final String BACKENDS = "/api/v1/admin/backends";
    private static final String DEPLOYMENTS = "/api/v1/admin/deployments";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final JsonMapper json = new JsonMapper();

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private BackendReconciler reconciler;

    @AfterEach
    void cleanUp() {
        for (String table : List.of("deployment", "backend", "backend_switch")) {
            jdbc.sql("delete from " + table).update();
        }
        reconciler.wake();
        settle("scripted");
    }

    @Test
    void backendWhenAddedThenItsModelAnswersAndWhenDeletedIsGone() {
        JsonNode added = api.post(BACKENDS, backend("extra", Map.of("extra-model", Map.of("context-length", 512))));
        assertThat(added.path("source").asString()).isEqualTo("database");

        JsonNode ready = settle("extra");
        assertThat(ready.path("state").asString()).isEqualTo("ready");
        assertThat(ready.path("health").path("ready").asBoolean()).isTrue();
        assertThat(ready.path("serving").get(0).path("contextLength").asInt()).isEqualTo(512);
        assertThat(models()).contains("extra-model");
        assertThat(api.get("/actuator/health").path("components").path("backends").path("components").has("extra"))
                .isTrue();
        Accepted accepted = ask("extra-model", "hello");
        assertThat(Event.text(api.awaitEnd(accepted.generation()))).contains("hello");

        api.test().delete().uri(BACKENDS + "/extra").exchange().expectStatus().isNoContent();
        awaitModels("extra-model", false);
        api.test().get().uri(BACKENDS + "/extra").exchange().expectStatus().isNotFound();
        api.test().get().uri("/api/v1/models/extra-model").exchange().expectStatus().isNotFound();
    }

    @Test
    void backendWhenItsSettingsCannotBeUsedThenSaysWhyAndIsMendedByAChange() {
        api.post(BACKENDS, backend("wrong", Map.of("odd", Map.of("no-such-setting", "1"))));
        JsonNode failed = settle("wrong");
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.path("problem").asString()).contains("azulejo.backends.wrong.models.odd.no-such-setting");
        assertThat(models()).contains("scripted").doesNotContain("odd");

        api.test().put().uri(BACKENDS + "/wrong").bodyValue(backend("wrong", Map.of("odd", Map.of()))).exchange()
                .expectStatus().isOk();
        assertThat(settle("wrong").path("state").asString()).isEqualTo("ready");
        assertThat(models()).contains("odd");
    }

    @Test
    void backendWhenAModelsIdIsTakenThenFailsAndTheOthersStay() {
        api.post(BACKENDS, backend("twin", Map.of("scripted", Map.of())));
        JsonNode failed = settle("twin");
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.path("problem").asString()).contains("The model id 'scripted' is taken");
        assertThat(Event.text(api.awaitEnd(api.ask("still here").generation()))).contains("still here");
    }

    @Test
    void backendWhenUnloadedThenAnswersInProgressEndFirstAndWhenLoadedServesAgain() {
        api.post(BACKENDS, backend("extra", Map.of("extra-model", Map.of())));
        settle("extra");
        Accepted running = ask("extra-model", "[[pieces=20 delay=50ms]]");
        api.events(running.generation(), 0).filter(event -> event.name().equals("text")).blockFirst(TIMEOUT);
        api.post(BACKENDS + "/extra/unload", null);
        awaitModels("extra-model", false);
        List<Event> events = api.awaitEnd(running.generation());
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("completed");
        assertThat(settle("extra").path("state").asString()).isEqualTo("unloaded");

        api.post(BACKENDS + "/extra/load", null);
        assertThat(settle("extra").path("state").asString()).isEqualTo("ready");
        assertThat(models()).contains("extra-model");
    }

    @Test
    void backendOfTheConfigurationWhenUnloadedThenCanBeLoadedButNotChanged() {
        api.test().delete().uri(BACKENDS + "/scripted").exchange().expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.type").isEqualTo("urn:azulejo:problem:configured-backend");
        api.post(BACKENDS + "/scripted/unload", null);
        assertThat(settle("scripted").path("state").asString()).isEqualTo("unloaded");
        api.test().post().uri("/api/v1/conversations").bodyValue(Map.of("text", "anybody?")).exchange().expectStatus()
                .isEqualTo(503).expectBody().jsonPath("$.detail")
                .isEqualTo("No model is loaded now. An administrator can load one.");
        api.post(BACKENDS + "/scripted/load", null);
        assertThat(settle("scripted").path("state").asString()).isEqualTo("ready");
        assertThat(Event.text(api.awaitEnd(api.ask("again").generation()))).contains("again");
    }

    @Test
    void secretsWhenShownThenAreHiddenAndWhenSentBackStay() {
        api.post(BACKENDS, Map.of("name", "hidden", "type", "scripted", "settings", Map.of("api-key", "s3cret"),
                "models", Map.of()));
        JsonNode shown = api.get(BACKENDS + "/hidden");
        assertThat(shown.path("settings").path("api-key").asString()).isEqualTo("***");
        api.test().put().uri(BACKENDS + "/hidden")
                .bodyValue(Map.of("type", "scripted", "settings", Map.of("api-key", "***"), "models", Map.of()))
                .exchange().expectStatus().isOk();
        assertThat(jdbc.sql("select settings ->> 'api-key' from backend where name = 'hidden'").query(String.class)
                .single()).isEqualTo("s3cret");
    }

    @Test
    void deploymentWhenAddedThenServesTheModelUnderItsNameAndBesideOthers() {
        api.post(BACKENDS, backend("extra", Map.of("extra-model", Map.of())));
        settle("extra");
        JsonNode added = api.post(DEPLOYMENTS,
                Map.of("model", "together", "backend", "extra", "backendModel", "extra-model"));
        api.post(DEPLOYMENTS, Map.of("model", "together", "backend", "scripted", "backendModel", "text-only"));
        awaitModels("together", true);
        await(() -> api.get("/api/v1/models/together").path("deployments").size() == 2);
        api.post(DEPLOYMENTS,
                Map.of("model", "scripted", "backend", "extra", "backendModel", "extra-model", "priority", 1));
        await(() -> api.get("/api/v1/models/scripted").path("deployments").size() == 2);

        api.test().post().uri(DEPLOYMENTS)
                .bodyValue(Map.of("model", "together", "backend", "extra", "backendModel", "extra-model")).exchange()
                .expectStatus().isEqualTo(409);
        api.test().post().uri(DEPLOYMENTS).bodyValue(Map.of("model", "together", "backend", "extra", "weight", 0))
                .exchange().expectStatus().isEqualTo(422).expectBody().jsonPath("$.parameter").isEqualTo("weight");
        api.test().delete().uri(DEPLOYMENTS + "/" + added.path("id").asString()).exchange().expectStatus()
                .isNoContent();
        await(() -> api.get("/api/v1/models/together").path("deployments").size() == 1);
        assertThat(api.get(DEPLOYMENTS).path("deployments").size()).isEqualTo(2);
    }

    @Test
    void formWhenWrongThenIsRefusedByField() {
        for (Map.Entry<String, Map<String, Object>> wrong : Map.<String, Map<String, Object>>of(
                "name", Map.of("name", "No Name", "type", "scripted"), "type", Map.of("name", "a", "type", "none"),
                "nonsense", Map.of("name", "a", "type", "scripted", "nonsense", 1)).entrySet()) {
            api.test().post().uri(BACKENDS).bodyValue(wrong.getValue()).exchange().expectStatus().isEqualTo(422)
                    .expectBody().jsonPath("$.parameter").isEqualTo(wrong.getKey());
        }
        assertThat(api.get("/api/v1/admin/backend-types").path("types").toString()).contains("scripted",
                "embedded-libtorch", "triton", "openai");
    }

    private static Map<String, Object> backend(String name, Map<String, Map<String, Object>> models) {
        return Map.of("name", name, "type", "scripted", "models", models);
    }

    private Accepted ask(String model, String text) {
        return api.askMono("/api/v1/conversations", Map.of("model", model, "text", text)).blockOptional(TIMEOUT)
                .orElseThrow();
    }

    /** Follows a backend's events to their end. */
    private JsonNode settle(String name) {
        return api.client().get().uri(BACKENDS + "/" + name + "/events").retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .filter(event -> event.data() != null).map(event -> json.readTree(String.valueOf(event.data())))
                .filter(view -> !List.of("loading", "unloading").contains(view.path("state").asString())).next()
                .blockOptional(TIMEOUT).orElseThrow();
    }

    private List<String> models() {
        return StreamSupport.stream(api.get("/api/v1/models").path("models").spliterator(), false)
                .map(model -> Objects.requireNonNull(model.path("id").asString())).toList();
    }

    private void awaitModels(String model, boolean there) {
        await(() -> models().contains(model) == there);
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
