package io.azulejo.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.error.BackendUnavailableException;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedAnswer;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

/** A backend dies in mid-answer, and whoever asked gets one whole answer. */
// The backend that dies here is not asked for a while, by whoever comes next.
@DirtiesContext
@OnTwoBackends
class RoutingIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String BROKEN = "1 2 3 4 5 ";
    private static final String SEAM = "[{\"offset\":10,\"from\":\"scripted/scripted\",\"to\":\"spare/seer\"}]";
    private static final String WHOLE = "1 2 3 4 5 6 7 8 9 10 11 12 ";

    @Autowired
    private Api api;

    @Autowired
    private ModelCatalog models;

    @BeforeEach
    void killTheFirstInMidAnswer() {
        backend("scripted").answerWith((_, _) -> ScriptedAnswer.count(5).delayed(Duration.ofMillis(20))
                .failing(new BackendUnavailableException("The process was killed.", null)));
    }

    private ScriptedBackend backend(String name) {
        return models.backends().stream().filter(backend -> backend.name().equals(name))
                .map(ScriptedBackend.class::cast).findFirst().orElseThrow();
    }

    @Test
    void conversationWhenABackendDiesInMidAnswerThenHasOneWholeAnswer() {
        Accepted accepted = api.ask("[[pieces=12]]");
        List<Event> events = api.awaitEnd(accepted.generation());

        assertThat(Event.text(events)).isEqualTo(WHOLE);
        List<Event> seams = events.stream().filter(event -> event.type().equals("seam")).toList();
        assertThat(seams).singleElement()
                .satisfies(seam -> assertThat(seam.data().path("offset").asInt()).isEqualTo(BROKEN.length()));
        assertThat(Event.text(events.subList(0, events.indexOf(seams.getFirst())))).isEqualTo(BROKEN);
        assertThat(events).extracting(Event::id).isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(api.get("/api/v1/generations/" + accepted.generation()).path("seam")).hasToString(SEAM);
        JsonNode runs = api.get("/api/v1/conversations/" + accepted.conversation() + "/messages/" + accepted.answer()
                + "/manifest").path("runs");
        assertThat(runs.findValuesAsString("deployment")).containsExactly("scripted/scripted", "spare/seer");
        assertThat(runs.at("/1/offset").asInt()).isEqualTo(BROKEN.length());
        JsonNode end = events.getLast().data();
        assertThat(end.path("status").asString()).isEqualTo("completed");
        assertThat(end.toString()).contains("\"completionTokens\":13");
        assertThat(api.conversation(accepted.conversation()).toString()).contains(WHOLE.strip());
        assertThat(backend("spare").prompts().getLast().getInstructions().getLast())
                .isInstanceOfSatisfying(AssistantMessage.class,
                        begun -> assertThat(begun.getText()).isEqualTo(BROKEN));
    }

    @Test
    void answerThatIsGoneOnWithWhenItHasASeamThenKeepsIt() {
        Accepted cut = new Accepted(api.post("/api/v1/conversations",
                Map.of("text", "[[pieces=12]]", "options", Map.of("max_tokens", 8))));
        api.awaitEnd(cut.generation());
        backend("scripted").answerWith((_, _) -> ScriptedAnswer.of("and so on"));

        Accepted whole = new Accepted(api.post("/api/v1/conversations/" + cut.conversation() + "/messages/"
                + cut.answer() + "/continue", null));

        assertThat(Event.text(api.awaitEnd(whole.generation()))).isEqualTo("1 2 3 4 5 6 7 8 and so on");
        assertThat(api.conversation(whole.conversation()).at("/messages/2/generation/seam")).hasToString(SEAM);
    }

    @Test
    void chatCompletionWhenABackendDiesInMidAnswerThenIsWhole() {
        JsonNode completion = api.post("/v1/chat/completions", request(false));

        assertThat(completion.at("/choices/0/message/content").asString()).isEqualTo(WHOLE);
        assertThat(completion.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(completion.at("/usage/completion_tokens").asInt()).isEqualTo(13);
        assertThat(completion.path("model").asString()).isEqualTo("seer");
    }

    @Test
    void chatCompletionStreamWhenABackendDiesInMidAnswerThenIsOneStream() {
        List<String> frames = api.client().post().uri("/v1/chat/completions").contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.TEXT_EVENT_STREAM).bodyValue(request(true)).retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .mapNotNull(ServerSentEvent::data).collectList().blockOptional(TIMEOUT).orElseThrow();

        assertThat(frames).last().isEqualTo("[DONE]");
        StringBuilder text = new StringBuilder();
        frames.stream().filter(frame -> frame.startsWith("{")).map(new JsonMapper()::readTree)
                .forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asString("")));
        assertThat(text).hasToString(WHOLE);
    }

    private static Map<String, Object> request(boolean stream) {
        return Map.of("model", "seer", "stream", stream, "messages",
                List.of(Map.of("role", "user", "content", "[[pieces=12]]")));
    }

    @Test
    void modelWhenReadThenTellsItsDeployments() {
        JsonNode model = api.get("/api/v1/models/seer");

        assertThat(model.path("backend").asString()).isEqualTo("scripted, spare");
        assertThat(model.path("contextLength").asInt()).isEqualTo(2000);
        assertThat(model.at("/deployments/1/backend").asString()).isEqualTo("spare");
        assertThat(model.at("/deployments/1/priority").asInt()).isEqualTo(1);
        assertThat(model.at("/deployments/1/circuit").asString()).isEqualTo("closed");
        assertThat(api.get("/actuator/health").at("/components/models/details/seer/0/backend").asString())
                .isEqualTo("scripted");
        assertThat(api.get("/api/v1/models").path("models").findValuesAsString("id")).startsWith("seer", "text-only");
    }
}
