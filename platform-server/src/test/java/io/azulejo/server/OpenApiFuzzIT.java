package io.azulejo.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

import io.azulejo.server.openai.SdkProgram;

/**
 * schemathesis asks every operation of the OpenAPI document for what it has and for what it has not: no answer is a
 * server's error, and each is one that the document tells of. The seed is fixed and the examples are few.
 */
@ServerTest
@Tag("outside")
@DirtiesContext // It may delete whatever it finds.
class OpenApiFuzzIT {

    @LocalServerPort
    private int port;

    @Test
    void everyAnswerIsDocumentedAndNoneIsTheServersError() throws IOException, InterruptedException {
        String document = "http://127.0.0.1:" + port + "/v3/api-docs";
        // Made when it is first asked for, which may take longer than schemathesis waits.
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(URI.create(document)).build(), BodyHandlers.discarding());
        }
        SdkProgram.schemathesis(document);
    }
}
