package io.azulejo.server.security.oidc;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A browser of somebody's: it keeps cookies, and goes where it is sent, on any site. */
final class OidcBrowser implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final String server;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient following = HttpClient.newBuilder().cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NORMAL).build();
    private final HttpClient staying = HttpClient.newBuilder().cookieHandler(cookies).build();

    OidcBrowser(String server) {
        this.server = server;
    }

    /** Logs in at the provider; tells where that ends. */
    String logIn(String name, String returnTo) throws IOException, InterruptedException {
        HttpResponse<String> form = open("/login/oidc?return=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
        Matcher token = TOKEN.matcher(form.body());
        assertThat(token.find()).as("the provider's form at %s", form.uri()).isTrue();
        HttpResponse<String> end = following.send(page(form.uri().resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=" + name + "&password=password&_csrf="
                        + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)))
                .build(), HttpResponse.BodyHandlers.ofString());
        return end.uri().toString().replace(server, "");
    }

    /** Goes to an address, and on to where it leads. */
    HttpResponse<String> open(String address) throws IOException, InterruptedException {
        return following.send(page(URI.create(server).resolve(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Goes to an address; tells where it leads. */
    String next(String address) throws IOException, InterruptedException {
        HttpResponse<String> response = staying.send(page(URI.create(server).resolve(address)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static HttpRequest.Builder page(URI address) {
        return HttpRequest.newBuilder(address).header("Accept", "text/html,*/*");
    }

    /** Sends a request of the page. */
    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server).resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        cookie("XSRF-TOKEN").ifPresent(token -> request.header("X-XSRF-TOKEN", token));
        return staying.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue).filter(value -> !value.isEmpty()).findFirst();
    }

    @Override
    public void close() {
        following.shutdownNow();
        staying.shutdownNow();
    }
}
