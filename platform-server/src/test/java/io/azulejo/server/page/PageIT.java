package io.azulejo.server.page;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

import io.azulejo.server.Api;

import static org.assertj.core.api.Assertions.assertThat;

/** The page's files as they leave the server. */
@BrowserTest
class PageIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private Api api;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/c/00000000-0000-7000-8000-000000000000", "/shared/token", "/admin/users", "/login"})
    void viewWhenOpenedDirectlyThenIsThePageWithAStrictPolicy(String path) {
        EntityExchangeResult<String> page = api.test().get().uri(path).accept(MediaType.TEXT_HTML).exchange()
                .expectStatus().isOk().expectBody(String.class).returnResult();
        assertThat(page.getResponseBody()).contains("<div id=\"root\">");
        assertThat(page.getResponseHeaders().getCacheControl()).isEqualTo("no-cache");
        assertThat(page.getResponseHeaders().getFirst("Content-Security-Policy")).contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void scriptWhenFetchedThenIsCompressedAndKeptForEver() throws IOException, InterruptedException {
        String script = get("/").body().replaceAll("(?s).*src=\"(/assets/[^\"]+\\.js)\".*", "$1");
        HttpHeaders headers = get(script).headers();
        assertThat(headers.firstValue("Content-Encoding")).contains("br");
        assertThat(headers.firstValue("Cache-Control")).contains("max-age=31536000, public, immutable");
        assertThat(headers.firstValue("Vary")).contains("Accept-Encoding");
    }

    /** By a client that leaves the encoding as it is. */
    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .header("Accept", "text/html, */*").header("Accept-Encoding", "gzip, br").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void addressWhenNothingIsThereThenIsNotThePage() {
        api.test().get().uri("/assets/nothing.js").exchange().expectStatus().isNotFound();
        api.test().get().uri("/nothing").accept(MediaType.TEXT_HTML).exchange().expectStatus().isNotFound();
    }
}
