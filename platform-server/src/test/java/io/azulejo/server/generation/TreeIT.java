package io.azulejo.server.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.JsonPathAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What can be done with the tree of a conversation: further answers, branches cut off and planted elsewhere. */
@ServerTest
class TreeIT {

    @Autowired
    private Api api;

    @Autowired
    private ModelCatalog models;

    @Test
    void answerWhenRegeneratedThenIsASiblingByTheSameModelAndOptionsWithoutTheSeed() {
        Accepted first = accepted(api.post("/api/v1/conversations", Map.of("text", "same again", "model", "text-only",
                "options", Map.of("seed", 7, "temperature", 0.5))));
        api.awaitEnd(first.generation());
        Accepted second = accepted(api.post(path(first, "regenerate"), null));
        assertThat(Event.text(api.awaitEnd(second.generation()))).isEqualTo(answerTo("same again"));

        JsonNode answer = message(second.conversation(), second.answer());
        assertThat(second.message()).isEqualTo(first.message());
        assertThat(answer.path("parent").asString()).isEqualTo(first.message());
        assertThat(answer.path("generation").path("model").asString()).isEqualTo("text-only");
        GenerationOptions options = GenerationOptions.from(prompts().getLast().getOptions());
        assertThat(options.temperature()).isEqualTo(0.5);
        assertThat(options.seed()).isNull();
    }

    @Test
    void answersWhenSeveralModelsAreAskedAtOnceThenEachIsMadeBesideTheOthers() {
        Accepted first = api.ask("[[pieces=30 delay=30ms]] side by side");
        Accepted second = accepted(api.post(path(first, "regenerate"), Map.of("model", "text-only")));
        Accepted third = accepted(api.post(path(first, "regenerate"), Map.of("options", Map.of("max_tokens", 2))));

        assertThat(Event.text(api.awaitEnd(third.generation()))).isEqualTo("1 2 ");
        assertThat(Event.text(api.awaitEnd(second.generation())))
                .isEqualTo(Event.text(api.awaitEnd(first.generation())));
        JsonNode messages = api.conversation(first.conversation()).path("messages");
        assertThat(messages.size()).isEqualTo(4);
        for (Accepted one : List.of(first, second, third)) {
            JsonNode answer = message(first.conversation(), one.answer());
            assertThat(answer.path("parent").asString()).isEqualTo(first.message());
            assertThat(answer.path("generation").path("status").asString()).isEqualTo("completed");
        }
    }

    @Test
    void regenerateWhenSentAgainUnderTheSameKeyThenMakesOneAnswer() {
        Accepted first = api.ask("keyed");
        api.awaitEnd(first.generation());
        List<Accepted> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(api.client().post().uri(path(first, "regenerate")).header("Idempotency-Key", "again").retrieve()
                    .bodyToMono(Accepted.class).blockOptional().orElseThrow());
        }
        assertThat(both.getFirst()).isEqualTo(both.getLast());
        assertThat(api.conversation(first.conversation()).path("messages").size()).isEqualTo(3);
    }

    @Test
    void answerWhenStoppedAndContinuedThenTheNewOneBeginsWithItsTextAndIsWhole() {
        Accepted first = api.ask("[[pieces=60 delay=20ms]] to be continued");
        await().until(() -> api.conversation(first.conversation()).path("messages").path(1).path("parts").size() > 0);
        api.post("/api/v1/generations/" + first.generation() + "/stop", null);
        String soFar = text(message(first.conversation(), first.answer()));
        Accepted rest = accepted(api.post(path(first, "continue"), null));
        List<Event> events = api.awaitEnd(rest.generation());

        assertThat(events).extracting(Event::type).startsWith("queued", "text");
        assertThat(events.get(1).text()).isEqualTo(soFar);
        StringBuilder whole = new StringBuilder();
        for (int i = 1; i <= 60; i++) {
            whole.append(i).append(' ');
        }
        assertThat(Event.text(events)).isEqualTo(whole.toString());
        JsonNode answer = message(rest.conversation(), rest.answer());
        assertThat(text(answer)).isEqualTo(whole.toString());
        assertThat(answer.path("parent").asString()).isEqualTo(first.message());
        assertThat(answer.path("generation").path("continues").asString()).isEqualTo(first.answer());
        Message last = prompts().stream().map(prompt -> prompt.getInstructions().getLast())
                .filter(AssistantMessage.class::isInstance).reduce((_, later) -> later).orElseThrow();
        assertThat(last.getText()).isEqualTo(soFar);
    }

    @Test
    void continueWhenThereIsNothingToContinueThenSaysWhy() {
        Accepted whole = api.ask("whole");
        api.awaitEnd(whole.generation());
        problem(whole, "continue").isEqualTo("urn:azulejo:problem:answer-whole");

        Accepted empty = api.ask("[[fail=broken after=0]] nothing said");
        api.awaitEnd(empty.generation());
        problem(empty, "continue").isEqualTo("urn:azulejo:problem:answer-empty");

        Accepted running = api.ask("[[pieces=10000 delay=20ms]] running");
        problem(running, "continue").isEqualTo("urn:azulejo:problem:answer-in-progress");
        api.test().delete().uri("/api/v1/conversations/" + running.conversation()).exchange().expectStatus()
                .isNoContent();
    }

    @Test
    void branchWhenDeletedThenGoesWithAllThatFollowsAndFreesTheBackend() {
        Accepted first = api.ask("stays");
        api.awaitEnd(first.generation());
        JsonNode picture = api.upload(Pictures.png(0x31415), "goes.png");
        String messages = "/api/v1/conversations/" + first.conversation() + "/messages";
        Accepted second = accepted(api.post(messages, Map.of("text", "goes", "attachments",
                List.of(picture.path("id").asString()))));
        api.awaitEnd(second.generation());
        int before = backend().active();
        Accepted third = api.askIn(first.conversation(), "[[pieces=10000 delay=20ms]] goes while it is made");
        await().until(() -> backend().active() > before);
        api.test().delete().uri(messages + "/" + second.message()).exchange().expectStatus().isNoContent();

        await().atMost(Duration.ofSeconds(30)).until(() -> backend().active() <= before);
        assertThat(api.conversation(first.conversation()).path("messages").size()).isEqualTo(2);
        api.test().get().uri("/api/v1/generations/" + third.generation()).exchange().expectStatus().isNotFound();
        api.test().get().uri("/api/v1/attachments/" + picture.path("id").asString()).exchange().expectStatus()
                .isNotFound();
        Accepted next = api.askIn(first.conversation(), "goes on");
        assertThat(Event.text(api.awaitEnd(next.generation()))).isEqualTo(answerTo("goes on"));
    }

    @Test
    void questionWhenItsAnswerIsDeletedThenCanBeAnsweredAgain() {
        Accepted first = api.ask("lost its answer");
        api.awaitEnd(first.generation());
        String messages = "/api/v1/conversations/" + first.conversation() + "/messages/";
        api.test().delete().uri(messages + first.answer()).exchange().expectStatus().isNoContent();
        Accepted again = accepted(api.post(messages + first.message() + "/regenerate", null));
        assertThat(Event.text(api.awaitEnd(again.generation()))).isEqualTo(answerTo("lost its answer"));
    }

    @Test
    void conversationWhenForkedThenTheCopyHasTheBranchAndLivesOnItsOwn() {
        JsonNode picture = api.upload(Pictures.png(0x27182), "forked.png");
        Accepted first = accepted(api.post("/api/v1/conversations", Map.of("text", "one", "system", "Be brief.",
                "title", "Roots", "attachments", List.of(picture.path("id").asString()))));
        api.awaitEnd(first.generation());
        Accepted second = api.askIn(first.conversation(), "two");
        api.awaitEnd(second.generation());
        JsonNode fork = api.post("/api/v1/conversations/" + first.conversation() + "/fork",
                Map.of("message", first.answer()));
        api.test().delete().uri("/api/v1/conversations/" + first.conversation() + "?permanently=true").exchange()
                .expectStatus()
                .isNoContent();

        JsonNode copy = api.conversation(fork.path("id").asString());
        assertThat(copy.path("title").asString()).isEqualTo("Roots");
        assertThat(copy.path("messages").size()).isEqualTo(3);
        JsonNode answer = copy.path("messages").path(2);
        assertThat(answer.path("generation").path("status").asString()).isEqualTo("completed");
        assertThat(answer.path("generation").path("usage").path("imageTokens").asInt()).isPositive();
        assertThat(api.awaitEnd(answer.path("generation").path("id").asString())).extracting(Event::name)
                .containsExactly("end");
        Accepted next = api.askIn(copy.path("id").asString(), "three");
        assertThat(Event.text(api.awaitEnd(next.generation()))).isEqualTo(answerTo("three"));
    }

    @Test
    void forkWhenTheBodyIsWrongThenSaysWhat() {
        Accepted first = api.ask("fork me");
        String path = "/api/v1/conversations/" + first.conversation() + "/fork";
        api.test().post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue("{}").exchange().expectStatus()
                .isBadRequest().expectBody().jsonPath("$.parameter").isEqualTo("message");
        api.test().post().uri(path).contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"message\":\"" + first.message() + "\",\"other\":1}").exchange().expectStatus()
                .isBadRequest().expectBody().jsonPath("$.type").isEqualTo("urn:azulejo:problem:unknown-field")
                .jsonPath("$.parameter").isEqualTo("other");
    }

    private JsonPathAssertions problem(Accepted answer, String what) {
        WebTestClient.ResponseSpec response = api.test().post().uri(path(answer, what)).exchange();
        return response.expectStatus().isEqualTo(409).expectBody().jsonPath("$.type");
    }

    private static String path(Accepted answer, String what) {
        return "/api/v1/conversations/" + answer.conversation() + "/messages/" + answer.answer() + "/" + what;
    }

    private static String answerTo(String text) {
        return "You sent 0 pictures and said: " + text;
    }

    private static Accepted accepted(JsonNode json) {
        return new Accepted(json.path("conversation").asString(), json.path("message").asString(),
                json.path("answer").asString(), json.path("generation").asString());
    }

    private JsonNode message(String conversation, String id) {
        for (JsonNode message : api.conversation(conversation).path("messages")) {
            if (message.path("id").asString().equals(id)) {
                return message;
            }
        }
        throw new AssertionError("No message " + id);
    }

    private static String text(JsonNode message) {
        return message.path("parts").path(0).path("text").asString();
    }

    private List<Prompt> prompts() {
        return backend().prompts();
    }

    private ScriptedBackend backend() {
        return (ScriptedBackend) models.backends().getFirst();
    }
}
