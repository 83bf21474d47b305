package io.azulejo.server.generation;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.OnTwoBackends;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.security.Person;
import io.azulejo.tck.ScriptedAnswer;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;

/** Titles that a model makes. */
@OnTwoBackends
class TitlesIT {

    private static final String QUESTION = "What is this on the wall, and who made it?";

    private static final String OTHER = "And which is the other one?";

    @Autowired
    private Api api;

    @Autowired
    private ModelCatalog models;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void answerAsBefore() {
        titling("[[pieces=1]]");
    }

    /** The model of titles answers so, the other one as it likes. */
    private void titling(String title) {
        backend().answerWith((prompt, options) -> {
            if (!"text-only".equals(options.model())) {
                return ScriptedAnswer.words("A tile from Seville.");
            }
            return ScriptedAnswer.of(prompt.getContents().contains(OTHER) ? "Another one" : title);
        });
    }

    private ScriptedBackend backend() {
        return models.backends().stream().filter(backend -> backend.name().equals("scripted"))
                .map(ScriptedBackend.class::cast).findFirst().orElseThrow();
    }

    private Accepted askToTheEnd(Map<String, ?> question) {
        Accepted asked = new Accepted(api.post("/api/v1/conversations", question));
        api.awaitEnd(asked.generation());
        return asked;
    }

    private JsonNode awaitTitled(Accepted asked, String by) {
        return Flux.interval(Duration.ofMillis(50)).onBackpressureDrop()
                .publishOn(Schedulers.boundedElastic(), 1).map(_ -> api.conversation(asked.conversation()))
                .filter(conversation -> conversation.path("titled").asString().equals(by)).next()
                .blockOptional(Duration.ofSeconds(60)).orElseThrow();
    }

    @Test
    void conversationWhenItHasItsFirstAnswerThenIsTitledByTheModelBehindEverybodysAnswers() {
        titling(" \"A blue tile from Seville\"\n");

        Accepted asked = askToTheEnd(Map.of("text", QUESTION));

        assertThat(awaitTitled(asked, "model").path("title").asString()).isEqualTo("A blue tile from Seville");
        Prompt prompt = backend().prompts().getLast();
        assertThat(prompt.getContents()).contains(QUESTION).contains("A tile from Seville.");
        GenerationOptions options = GenerationOptions.from(prompt.getOptions());
        assertThat(options.priority()).isNegative();
        assertThat(options.maxTokens()).isEqualTo(32);
        assertThat(api.get("/api/v1/search?q=blue").path("hits")).anyMatch(hit -> hit.at("/conversation/id").asString()
                .equals(asked.conversation()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Two lines\nare no title", "This one goes on and on, as models do that were told "
            + "to be brief and were not listening to that at all, as ever"})
    void answerOfTheModelWhenItIsNoTitleThenLeavesTheOneThatThereIs(String answer) {
        titling(answer);
        Accepted asked = askToTheEnd(Map.of("text", QUESTION));
        awaitTitled(askToTheEnd(Map.of("text", OTHER)), "model");

        assertThat(api.conversation(asked.conversation()).path("title").asString()).isEqualTo(QUESTION);
        assertThat(api.conversation(asked.conversation()).path("titled").asString()).isEqualTo("text");
    }

    @Test
    void titleWhenMadeThenItsTokensAreTheOwnersAndItIsNoRequest() {
        titling("Counted");
        long before = used("prompt_tokens + completion_tokens");

        awaitTitled(askToTheEnd(Map.of("text", QUESTION)), "model");

        assertThat(used("prompt_tokens + completion_tokens")).isGreaterThan(before + 20);
        assertThat(used("requests")).isZero();
    }

    @Test
    void tokensWhenUsedUpThenThereIsNoTitle() {
        titling("Too much");
        // Enough for the question and its answer, and not for the prompt that asks for a title.
        jdbc.sql("insert into quota (id, person_id, tokens_per_day) select gen_random_uuid(), :person, "
                + "coalesce(sum(prompt_tokens + completion_tokens), 0) + 40 from usage_day where person_id = :person")
                .param("person", Person.LOCAL.id()).update();
        Accepted asked = askToTheEnd(Map.of("text", QUESTION, "options", Map.of("max_tokens", 8)));
        // Nothing shows that there is no title; too short a wait would show as one.
        Mono.delay(Duration.ofSeconds(2)).block();
        jdbc.sql("delete from quota where person_id = :person").param("person", Person.LOCAL.id()).update();
        awaitTitled(askToTheEnd(Map.of("text", OTHER)), "model");

        assertThat(api.conversation(asked.conversation()).path("titled").asString()).isEqualTo("text");
    }

    private long used(String what) {
        return jdbc.sql("select coalesce(sum(" + what + "), 0) from usage_day where model = 'text-only' and "
                + "person_id = :person").param("person", Person.LOCAL.id()).query(Long.class).single();
    }

    @Test
    void conversationWhenItsUserGaveTheTitleThenKeepsIt() {
        titling("A title");
        Accepted asked = askToTheEnd(Map.of("text", QUESTION, "title", "Mine"));
        Accepted renamed = askToTheEnd(Map.of("text", QUESTION));
        awaitTitled(renamed, "model");
        api.client().patch().uri("/api/v1/conversations/" + renamed.conversation())
                .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("title", "My own")).retrieve()
                .toBodilessEntity().block(Duration.ofSeconds(60));
        api.awaitEnd(api.askIn(renamed.conversation(), QUESTION).generation());
        awaitTitled(askToTheEnd(Map.of("text", OTHER)), "model");

        assertThat(api.conversation(asked.conversation()).path("title").asString()).isEqualTo("Mine");
        assertThat(api.conversation(renamed.conversation()).path("title").asString()).isEqualTo("My own");
    }
}
