package io.azulejo.server.preset;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.ServerTest;

import static org.assertj.core.api.Assertions.assertThat;

/** Presets as their users keep them. */
@ServerTest
class PresetIT {

    private static final String PATH = "/api/v1/presets";

    @Autowired
    private Api api;

    @Test
    void presetWhenChangedThenWhatIsAbsentStaysAndNullGoes() {
        JsonNode made = api.post(PATH, Map.of("name", "Poet", "system", "Answer in rhymes.", "model", "scripted",
                "options", Map.of("temperature", 1.5)));
        String path = PATH + "/" + made.path("id").asString();
        api.test().patch().uri(path).contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"name\":\"Bard\",\"model\":null}").exchange().expectStatus().isOk();

        JsonNode kept = api.get(PATH).path(0);
        assertThat(kept.path("name").asString()).isEqualTo("Bard");
        assertThat(kept.path("system").asString()).isEqualTo("Answer in rhymes.");
        assertThat(kept.path("model").isNull()).isTrue();
        assertThat(kept.path("options").path("temperature").asDouble()).isEqualTo(1.5);
        api.test().delete().uri(path).exchange().expectStatus().isNoContent();
        assertThat(api.get(PATH).size()).isZero();
    }

    @Test
    void presetWhenItCannotBeUsedThenIsRefusedByName() {
        api.post(PATH, Map.of("name", "taken"));
        refused("{\"name\":\"taken\"}", 409, "name");
        refused("{\"system\":\"no name\"}", 400, "name");
        refused("{\"name\":\"hot\",\"options\":{\"heat\":1}}", 400, "options.heat");
        refused("{\"name\":\"cold\",\"options\":{\"temperature\":-1}}", 422, "temperature");
        refused("{\"name\":\"odd\",\"colour\":1}", 400, "colour");
    }

    private void refused(String body, int status, String parameter) {
        api.test().post().uri(PATH).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange().expectStatus()
                .isEqualTo(status).expectBody().jsonPath("$.parameter").isEqualTo(parameter);
    }
}
