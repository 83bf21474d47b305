package io.azulejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The page's types are made from a copy of the OpenAPI document, which is held to what the server publishes. */
@ServerTest
class OpenApiDocumentIT {

    private static final Path COPY = Path.of("../web-ui/openapi.json");
    private static final Path PUBLISHED = Path.of("target/openapi.json");

    /** In the alphabet's order, since that of operations is not always the same. */
    private final JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    @Autowired
    private Api api;

    @Test
    void copyOfThePageIsWhatTheServerPublishes() throws IOException {
        JsonNode document = api.get("/v3/api-docs");
        // Where it was asked, and which build it was.
        ((ObjectNode) document).remove("servers");
        ((ObjectNode) document.path("info")).put("version", "development");
        String published = json.writeValueAsString(document) + "\n";
        Files.writeString(PUBLISHED, published);
        assertThat(Files.readString(COPY)).as("""
                web-ui/openapi.json is not what the server publishes any more. If that is meant, take it over and see \
                whether the page still builds:

                cp platform-server/target/openapi.json web-ui/openapi.json && npm --prefix web-ui run check
                """).isEqualTo(published);
    }
}
