package io.azulejo.server.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.client.MultipartBodyBuilder;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.Pictures;
import io.azulejo.server.ServerTest;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Answers being made, read, resumed, stopped. */
@ServerTest
class GenerationIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Autowired
    private Api api;

    @Autowired
    private ModelCatalog models;

    @Test
    void promptWhenFollowingUpThenHasTheWholeBranchWithItsPictures() {
        byte[] picture = Pictures.png(0x445566);
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("picture", Api.named(picture, "first.png"));
        form.part("text", "first question");
        List<Event> events = api.askStreaming("/api/v1/conversations", form).collectList().blockOptional()
                .orElseThrow();
        Accepted second = api.askIn(events.getFirst().data().path("conversation").asString(), "second question");
        api.awaitEnd(second.generation());

        Prompt prompt = promptEndingWith("second question");
        assertThat(prompt.getInstructions()).extracting(Message::getMessageType).containsExactly(MessageType.USER,
                MessageType.ASSISTANT, MessageType.USER);
        UserMessage first = (UserMessage) prompt.getInstructions().getFirst();
        assertThat(first.getText()).isEqualTo("first question");
        assertThat(first.getMedia().getFirst().getDataAsByteArray()).isEqualTo(picture);
        assertThat(((AssistantMessage) prompt.getInstructions().get(1)).getText()).isEqualTo(Event.text(events));
    }

    private Prompt promptEndingWith(String text) {
        return backend().prompts().stream().filter(prompt -> text.equals(prompt.getUserMessages().getLast().getText()))
                .findFirst().orElseThrow();
    }

    private ScriptedBackend backend() {
        return (ScriptedBackend) models.backends().getFirst();
    }

    @Test
    void readerWhenCutOffAnywhereThenResumesWithoutLossOrRepeat() {
        Accepted accepted = api.ask("[[pieces=40 delay=25ms]]");
        List<Event> whole = api.awaitEnd(accepted.generation());
        assertThat(whole).extracting(Event::id)
                .isEqualTo(IntStream.rangeClosed(1, whole.size()).boxed().toList());
        for (int cut = 0; cut < whole.size(); cut++) {
            assertThat(api.events(accepted.generation(), cut).collectList().block(TIMEOUT))
                    .isEqualTo(whole.subList(cut, whole.size()));
        }
        assertThat(Event.text(whole)).isEqualTo(numbers(40));
    }

    @Test
    void readerWhenCutOffWhileTheAnswerIsMadeThenResumesWithoutLossOrRepeat() {
        Accepted accepted = api.ask("[[pieces=60 delay=30ms]]");
        List<Event> seen = new ArrayList<>();
        while (seen.isEmpty() || !seen.getLast().name().equals("end")) {
            int after = seen.isEmpty() ? 0 : seen.getLast().id();
            seen.addAll(api.events(accepted.generation(), after).take(2).collectList().blockOptional(TIMEOUT)
                    .orElseThrow());
        }
        assertThat(seen).extracting(Event::id).isEqualTo(IntStream.rangeClosed(1, seen.size()).boxed().toList());
        assertThat(Event.text(seen)).isEqualTo(numbers(60));
    }

    private static String numbers(int count) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(1, count).forEach(number -> text.append(number).append(' '));
        return text.toString();
    }

    @Test
    void readerWhenItHasHadTheEndThenIsToldNotToComeAgain() {
        Accepted accepted = api.ask("short");
        int end = api.awaitEnd(accepted.generation()).getLast().id();
        api.test().get().uri("/api/v1/generations/" + accepted.generation() + "/events")
                .header("Last-Event-ID", Integer.toString(end)).exchange().expectStatus().isNoContent();
    }

    @Test
    void readersWhenSeveralThenEachGetsAll() {
        Accepted accepted = api.ask("[[pieces=30 delay=20ms]]");
        List<List<Event>> all = Flux.range(0, 4)
                .flatMap(_ -> api.events(accepted.generation(), 0).collectList()).collectList().blockOptional(TIMEOUT)
                .orElseThrow();
        assertThat(all).hasSize(4).allMatch(all.getFirst()::equals);
    }

    @Test
    void generationWhenItsReaderLeavesThenGoesOn() {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        form.part("text", "[[pieces=40 delay=25ms]] reader leaves");
        Event first = api.askStreaming("/api/v1/conversations", form).next().blockOptional(TIMEOUT)
                .orElseThrow();
        List<Event> whole = api.awaitEnd(first.data().path("generation").asString());
        assertThat(whole.getLast().data().path("status").asString()).isEqualTo("completed");
        assertThat(Event.text(whole)).isEqualTo(numbers(40));
    }

    @Test
    void generationWhenStoppedThenFreesTheBackendAndKeepsTheTextSoFar() {
        Accepted accepted = api.ask("[[pieces=10000 delay=20ms]] to be stopped");
        api.events(accepted.generation(), 0).filter(event -> event.type().equals("text")).blockFirst(TIMEOUT);
        int cancelled = backend().cancelled();
        JsonNode stopped = api.post("/api/v1/generations/" + accepted.generation() + "/stop", null);
        assertThat(backend().cancelled()).isGreaterThan(cancelled);
        assertThat(stopped.path("status").asString()).isEqualTo("stopped");

        List<Event> events = api.awaitEnd(accepted.generation());
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("stopped");
        JsonNode answer = api.conversation(accepted.conversation()).path("messages").path(1);
        assertThat(answer.path("parts").path(0).path("text").asString()).isNotEmpty().isEqualTo(Event.text(events));
        assertThat(api.post("/api/v1/generations/" + accepted.generation() + "/stop", null)).isEqualTo(stopped);
    }

    @Test
    void generationWhenTheBackendBreaksThenFailsWithTheReasonAndKeepsTheText() {
        Accepted accepted = api.ask("[[fail=broken after=3]]");
        List<Event> events = api.awaitEnd(accepted.generation());
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("failed");
        assertThat(events.getLast().data().path("error").asString()).isEqualTo("The script broke.");
        assertThat(Event.text(events)).isEqualTo(numbers(3));
        Accepted next = api.askIn(accepted.conversation(), "after the failure");
        api.awaitEnd(next.generation());
        assertThat(((AssistantMessage) promptEndingWith("after the failure").getInstructions().get(1)).getText())
                .isEqualTo(numbers(3));
    }

    @Test
    void conversationWhenReadWhileTheAnswerIsMadeThenShowsTheTextSoFar() {
        Accepted accepted = api.ask("[[pieces=10000 delay=20ms]] read meanwhile");
        String path = "/api/v1/generations/" + accepted.generation();
        await().atMost(TIMEOUT).untilAsserted(
                () -> assertThat(api.conversation(accepted.conversation()).path("messages").path(1).path("parts")
                        .path(0).path("text").asString("")).contains("1 2 3 "));
        assertThat(api.get(path).path("status").asString()).isEqualTo("running");
        api.post(path + "/stop", null);
    }

    @Test
    void conversationWhenDeletedWhileTheAnswerIsMadeThenFreesTheBackend() {
        Accepted accepted = api.ask("[[pieces=10000 delay=20ms]] to be deleted");
        api.events(accepted.generation(), 0).filter(event -> event.type().equals("text")).blockFirst(TIMEOUT);
        int cancelled = backend().cancelled();
        api.test().delete().uri("/api/v1/conversations/" + accepted.conversation()).exchange().expectStatus()
                .isNoContent();
        await().atMost(TIMEOUT).until(() -> backend().cancelled() > cancelled);
    }

    @Test
    void streamWhenSilentThenHasHeartbeats() {
        Accepted accepted = api.ask("[[pieces=2 delay=1500ms]]");
        String raw = api.client().get().uri("/api/v1/generations/" + accepted.generation() + "/events").retrieve()
                .bodyToMono(String.class).blockOptional(TIMEOUT).orElseThrow();
        assertThat(raw).contains(":heartbeat").contains("event:end");
    }

    @Test
    void manyWhenAskedTogetherThenEachGetsItsOwnAnswer() {
        List<String> wrong = Flux.range(0, 200)
                .flatMap(i -> api.askMono("/api/v1/conversations", Map.of("text", "parallel question " + i))
                        .flatMapMany(accepted -> api.events(accepted.generation(), 0)).collectList()
                        .filter(events -> !Event.text(events)
                                .equals("You sent 0 pictures and said: parallel question " + i)
                                || !events.getLast().data().path("status").asString().equals("completed"))
                        .map(events -> i + ": " + events), 200)
                .collectList().blockOptional(Duration.ofMinutes(3)).orElseThrow();
        assertThat(wrong).isEmpty();
    }
}
