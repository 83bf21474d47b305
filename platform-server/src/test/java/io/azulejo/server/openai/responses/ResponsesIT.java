package io.azulejo.server.openai.responses;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.ServerTest;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

@ServerTest
class ResponsesIT {

    private static final String PNG = "data:image/png;base64,iVBORw0KGgo=";

    @LocalServerPort
    private int port;

    @Autowired
    private ModelCatalog catalog;

    @Autowired
    private JdbcClient jdbc;

    private ScriptedBackend backend;
    private WebTestClient client;

    @BeforeEach
    void prepare() {
        backend = (ScriptedBackend) catalog.backends().getFirst();
        client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(30)).build();
    }

    @AfterEach
    void clear() {
        jdbc.sql("delete from response").update();
    }

    @Test
    void responseIsKeptWithItsPictureAndReadAgain() {
        JsonNode made = post(
                """
                        {"instructions":"Be brief.","metadata":{"a":"b"},"input":[{"role":"user","content":[
                        {"type":"input_text","text":"What is this?"},{"type":"input_image","image_url":"%s","detail":"low"}]}]}"""
                        .formatted(PNG),
                200);

        assertThat(made.path("status").asString()).isEqualTo("completed");
        assertThat(made.path("output").path(0).path("content").path(0).path("text").asString())
                .isEqualTo("You sent 1 picture and said: What is this?");
        assertThat(made.path("usage").path("input_tokens_details").path("image_tokens").intValue()).isEqualTo(64);
        assertThat(get("/v1/responses/" + made.path("id").asString(), 200)).isEqualTo(made);
        assertThat(jdbc.sql("select input from response").query(String.class).single()).doesNotContain("base64");
        assertThat(jdbc.sql("select length(content) from response_picture").query(Integer.class).single())
                .isEqualTo(8);
    }

    @Test
    void responseThatFollowsKnowsWhatWasSaidAndSeenButNotTheInstructions() {
        JsonNode first = post("""
                {"instructions":"Be brief.","input":[{"role":"user","content":[{"type":"input_text","text":"one"},
                {"type":"input_image","image_url":"%s"}]}]}""".formatted(PNG), 200);
        JsonNode second = post("{\"previous_response_id\":\"%s\",\"input\":\"two\"}"
                .formatted(first.path("id").asString()), 200);
        post("{\"previous_response_id\":\"%s\",\"input\":\"three\"}".formatted(second.path("id").asString()), 200);

        assertThat(backend.prompts().getLast().getInstructions()).extracting(message -> message.getText())
                .containsExactly("one", "You sent 1 picture and said: one", "two",
                        "You sent 0 pictures and said: two", "three");
        assertThat(backend.prompts().getLast().getUserMessages().getFirst().getMedia()).hasSize(1);
        assertThat(get("/v1/responses/" + second.path("id").asString() + "/input_items", 200).path("data").path(0)
                .path("content").path(0).path("text").asString()).isEqualTo("two");
    }

    @Test
    void streamIsNumberedEventsFromWhichTheResponseCanBeBuilt() {
        List<JsonNode> events = stream("{\"stream\":true,\"input\":\"[[pieces=3]]\"}");

        assertThat(events).extracting(event -> event.path("sequence_number").intValue())
                .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList());
        assertThat(events.stream().map(event -> event.path("type").asString()).distinct()).containsExactly(
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed");
        assertThat(text(events)).isEqualTo("1 2 3 ");
        assertThat(events.getLast().path("response").path("output").path(0).path("content").path(0).path("text")
                .asString()).isEqualTo("1 2 3 ");
    }

    @Test
    void responseInTheBackgroundIsMadeWhileNobodyWaitsAndItsStreamIsResumed() {
        JsonNode queued = post("{\"background\":true,\"input\":\"[[pieces=12 delay=30ms]]\"}", 200);
        String path = "/v1/responses/" + queued.path("id").asString();
        assertThat(queued.path("status").asString()).isEqualTo("queued");

        List<JsonNode> all = events(path + "?stream=true");
        List<JsonNode> rest = events(path + "?stream=true&starting_after=4");

        assertThat(text(all)).isEqualTo("1 2 3 4 5 6 7 8 9 10 11 12 ");
        assertThat(rest).isEqualTo(all.subList(5, all.size()));
        assertThat(get(path, 200).path("status").asString()).isEqualTo("completed");
        assertThat(events(path + "?stream=true&starting_after=" + (all.size() - 1))).isEmpty();
    }

    @Test
    void responseInTheBackgroundIsCancelledAndKeepsWhatCame() {
        JsonNode queued = post("{\"background\":true,\"input\":\"[[pieces=900 delay=20ms]]\"}", 200);
        String path = "/v1/responses/" + queued.path("id").asString();
        eventually(() -> jdbc.sql("select count(*) from response_event").query(Integer.class).single() > 5);

        JsonNode cancelled = call(HttpMethod.POST, path + "/cancel", 200);

        assertThat(cancelled.path("status").asString()).isEqualTo("cancelled");
        assertThat(cancelled.path("output").path(0).path("content").path(0).path("text").asString())
                .startsWith("1 ");
        assertThat(backend.active()).isZero();
        assertThat(call(HttpMethod.POST, path + "/cancel", 200)).isEqualTo(cancelled);
    }

    @Test
    void toolsAreCalledAndTheirOutputsComeBack() {
        String tools = "\"tools\":[{\"type\":\"function\",\"name\":\"clock\",\"parameters\":{\"type\":\"object\","
                + "\"required\":[\"zone\"],\"properties\":{\"zone\":{\"type\":\"string\"}}},\"strict\":true}]";
        List<JsonNode> events = stream(
                "{\"stream\":true," + tools + ",\"tool_choice\":\"required\",\"input\":\"When?\"}");
        JsonNode response = events.getLast().path("response");
        JsonNode call = response.path("output").path(0);
        assertThat(call.path("type").asString()).isEqualTo("function_call");
        assertThat(call.path("arguments").asString()).isEqualTo("{\"zone\":\"some zone\"}");
        assertThat(events.stream()
                .filter(event -> event.path("type").asString().equals("response.function_call_arguments.delta"))
                .map(event -> event.path("delta").asString()).collect(Collectors.joining()))
                .isEqualTo(call.path("arguments").asString());

        JsonNode answer = post(("{\"previous_response_id\":\"%s\"," + tools
                + ",\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"noon\"}]}")
                .formatted(response.path("id").asString(), call.path("call_id").asString()), 200);

        assertThat(answer.path("output").path(0).path("content").path(0).path("text").asString())
                .isEqualTo("The tools said: noon");
    }

    @Test
    void responseThatIsNotStoredIsAnsweredAndForgotten() {
        JsonNode made = post("{\"store\":false,\"input\":\"Hi\"}", 200);
        List<JsonNode> events = stream("{\"store\":false,\"stream\":true,\"input\":\"[[pieces=2]]\"}");

        assertThat(made.path("output").path(0).path("content").path(0).path("text").asString())
                .isEqualTo("You sent 0 pictures and said: Hi");
        assertThat(text(events)).isEqualTo("1 2 ");
        get("/v1/responses/" + made.path("id").asString(), 404);
    }

    @Test
    void responseThatIsDeletedIsGoneAndThoseThatFollowAreRefused() {
        String id = post("{\"input\":\"Hi\"}", 200).path("id").asString();

        assertThat(call(HttpMethod.DELETE, "/v1/responses/" + id, 200).path("deleted").booleanValue()).isTrue();
        get("/v1/responses/" + id, 404);
        call(HttpMethod.DELETE, "/v1/responses/" + id, 404);
        post("{\"previous_response_id\":\"" + id + "\",\"input\":\"Hi\"}", 404);
    }

    @Test
    void responseOfSomebodyElseIsNotThere() {
        String id = post("{\"input\":\"Hi\"}", 200).path("id").asString();
        UUID other = UUID.randomUUID();
        jdbc.sql("insert into person (id, name) values (:id, :name)").param("id", other).param("name", "other " + other)
                .update();
        jdbc.sql("update response set owner_id = :other").param("other", other).update();

        get("/v1/responses/" + id, 404);
        get("/v1/responses/" + id + "/input_items", 404);
        call(HttpMethod.POST, "/v1/responses/" + id + "/cancel", 404);
        call(HttpMethod.DELETE, "/v1/responses/" + id, 404);
        post("{\"previous_response_id\":\"" + id + "\",\"input\":\"Hi\"}", 404);
        jdbc.sql("delete from person where id = :id").param("id", other).update();
        assertThat(jdbc.sql("select count(*) from response").query(Integer.class).single()).isZero();
    }

    @Test
    void responseOfAnInstanceThatDiedFailsOnce() {
        String id = post("{\"input\":\"Hi\"}", 200).path("id").asString();
        jdbc.sql("update response set status = 'in_progress', ended_at = null, instance = :dead")
                .param("dead", UUID.randomUUID()).update();

        eventually(() -> get("/v1/responses/" + id, 200).path("status").asString().equals("failed"));

        List<JsonNode> events = events("/v1/responses/" + id + "?stream=true");
        assertThat(events.getLast().path("type").asString()).isEqualTo("response.failed");
        assertThat(events.getLast().path("sequence_number").intValue()).isEqualTo(events.size() - 1);
    }

    @Test
    void responseThatFailsBeforeItSaysAnythingHasTheStatusOfTheError() {
        post("{\"input\":\"[[fail=capacity]]\"}", 429);
        post("{\"input\":\"[[fail=unavailable]]\",\"store\":false}", 503);
        List<JsonNode> events = stream("{\"stream\":true,\"input\":\"[[fail=broken after=2]]\"}");
        assertThat(events.getLast().path("response").path("status").asString()).isEqualTo("failed");
        assertThat(events.getLast().path("response").path("error").path("code").asString()).isEqualTo("server_error");
        assertThat(post("{\"input\":\"[[pieces=9]]\",\"max_output_tokens\":2}", 200).path("incomplete_details")
                .path("reason").asString()).isEqualTo("max_output_tokens");
    }

    @Test
    void whatCannotBeDoneIsRefusedByName() {
        refused("{}", "input", "missing_required_parameter");
        refused("{\"input\":[]}", "input", "invalid_value");
        refused("{\"input\":3}", "input", "invalid_type");
        refused("{\"input\":\"\"}", "input", "invalid_value");
        refused("{\"input\":\"Hi\",\"background\":true,\"store\":false}", "background", "invalid_value");
        refused("{\"input\":\"Hi\",\"tools\":[{\"type\":\"web_search\"}]}", "tools[0].type", "unsupported_parameter");
        refused("{\"input\":\"Hi\",\"reasoning\":{\"effort\":\"high\"}}", "reasoning", "unsupported_parameter");
        refused("{\"input\":\"Hi\",\"conversation\":\"c\"}", "conversation", "unsupported_parameter");
        refused("{\"input\":[{\"type\":\"item_reference\",\"id\":\"x\"}]}", "input[0].type", "unsupported_parameter");
        refused("{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"stored:0\"}]}]}",
                "input[0].content[0].image_url", "invalid_image");
        refused("{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"1\",\"output\":\"x\"}]}",
                "input[0].call_id", "invalid_value");
        refused("{\"model\":\"text-only\",\"input\":\"Hi\",\"text\":{\"format\":{\"type\":\"json_object\"}}}",
                "response_format",
                "unsupported_parameter");
        post("{\"input\":\"Hi\",\"previous_response_id\":\"resp_1\"}", 404);
        post("{\"input\":\"Hi\",\"model\":\"none\"}", 404);
        get("/v1/responses/resp_" + "0".repeat(32), 404);
        get("/v1/responses/resp_" + "0".repeat(32) + "?starting_after=1", 400);
        assertThat(post("/v1/responses/input_tokens", "{\"input\":\"one two\"}", 200).path("input_tokens").intValue())
                .isEqualTo(2);
        assertThat(GenerationOptions.from(backend.prompts().getLast().getOptions()).model()).isNotNull();
    }

    private void refused(String body, String param, String code) {
        JsonNode error = post(body, 400).path("error");
        assertThat(error.path("param").asString()).as(body).isEqualTo(param);
        assertThat(error.path("code").asString()).as(body).isEqualTo(code);
    }

    private JsonNode post(String body, int status) {
        return post("/v1/responses", body, status);
    }

    private JsonNode post(String path, String body, int status) {
        return json(client.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange(), status);
    }

    private JsonNode get(String path, int status) {
        return call(HttpMethod.GET, path, status);
    }

    private JsonNode call(HttpMethod method, String path, int status) {
        return json(client.method(method).uri(path).exchange(), status);
    }

    private static JsonNode json(WebTestClient.ResponseSpec response, int status) {
        byte[] body = response.expectStatus().isEqualTo(status).expectBody().returnResult().getResponseBodyContent();
        return JsonMapper.shared().readTree(body);
    }

    private List<JsonNode> stream(String body) {
        return parse(client.post().uri("/v1/responses").contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange());
    }

    private List<JsonNode> events(String path) {
        return parse(client.get().uri(path).exchange());
    }

    private static List<JsonNode> parse(WebTestClient.ResponseSpec response) {
        byte[] content = response.expectStatus().isOk().expectBody().returnResult().getResponseBodyContent();
        List<JsonNode> events = new ArrayList<>();
        String body = content == null ? "" : new String(content, StandardCharsets.UTF_8);
        for (String frame : body.split("\n\n", -1)) {
            if (frame.startsWith("event: ")) {
                JsonNode event = JsonMapper.shared().readTree(frame.substring(frame.indexOf("\ndata: ") + 7));
                assertThat(frame).startsWith("event: " + event.path("type").asString() + "\n");
                events.add(event);
            }
        }
        return events;
    }

    private static String text(List<JsonNode> events) {
        return events.stream().filter(event -> event.path("type").asString().equals("response.output_text.delta"))
                .map(event -> event.path("delta").asString()).collect(Collectors.joining());
    }

    private static void eventually(BooleanSupplier condition) {
        for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
