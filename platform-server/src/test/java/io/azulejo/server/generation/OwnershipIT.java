package io.azulejo.server.generation;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import io.azulejo.server.Api;
import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.ServerTest;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.tck.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Whose an answer is, and what of it stays, by the database alone. */
@ServerTest
class OwnershipIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String ENDLESS = "[[pieces=10000 delay=20ms]]";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private GenerationStore store;

    @Autowired
    private OldEvents oldEvents;

    @Autowired
    private ModelCatalog models;

    @Test
    void generationWhenItBelongsToADeadInstanceThenExactlyOneOfManyEndsIt() {
        Accepted accepted = begun();
        UUID id = UUID.fromString(accepted.generation());
        int cancelled = backend().cancelled();
        Flux<Event> reader = api.events(accepted.generation(), 0).cache();
        reader.subscribe();
        jdbc.sql("update generation set owner = gen_random_uuid() where id = :id").param("id", id).update();

        List<UUID> ended = Flux.range(0, 8).parallel(8).runOn(Schedulers.boundedElastic())
                .concatMap(_ -> Flux.fromIterable(store.interruptThoseOfTheDead())).sequential().collectList()
                .blockOptional(TIMEOUT).orElseThrow();
        assertThat(ended.stream().filter(id::equals).count()).isLessThanOrEqualTo(1); // Or the application itself did.

        await().atMost(TIMEOUT).until(() -> backend().cancelled() > cancelled);
        List<Event> events = reader.collectList().blockOptional(TIMEOUT).orElseThrow();
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("interrupted");
        assertThat(events).isEqualTo(api.awaitEnd(accepted.generation()));
        assertThat(api.conversation(accepted.conversation()).path("messages").path(1).path("parts").path(0)
                .path("text").asString()).isEqualTo(Event.text(events));
        assertThatThrownBy(() -> store.append(id, events.size() + 1, "late")).isInstanceOf(NotOwnerException.class);
        assertThatThrownBy(
                () -> store.end(id, events.size() + 1, Outcome.stopped(), "late", null, AnswerTrace.Told.NOTHING))
                .isInstanceOf(NotOwnerException.class);
    }

    @Test
    void eventWhenStoredAgainUnderItsNumberThenIsThereOnce() {
        Accepted accepted = api.ask("[[pieces=1 delay=3s]]");
        UUID id = UUID.fromString(accepted.generation());
        await().atMost(TIMEOUT).until(() -> store.lastSeq(id) == 2);
        assertThat(store.start(id, 2)).isEqualTo(store.start(id, 2));
        assertThat(api.awaitEnd(accepted.generation())).extracting(Event::type).containsExactly("queued", "started",
                "text", "end");
    }

    @Test
    void generationWhenSomebodyAsksItsInstanceToStopThenStopsSoon() {
        Accepted accepted = begun();
        long asked = System.nanoTime();
        assertThat(store.requestStop(UUID.fromString(accepted.generation()))).isTrue();
        List<Event> events = api.awaitEnd(accepted.generation());
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("stopped");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        assertThat(store.requestStop(UUID.fromString(accepted.generation()))).isFalse();
    }

    @Test
    void eventsWhenTheirAnswerEndedLongAgoThenOnlyTheEndIsKept() {
        Accepted accepted = api.ask("a question of long ago");
        List<Event> events = api.awaitEnd(accepted.generation());
        Accepted recent = api.ask("a recent question");
        List<Event> kept = api.awaitEnd(recent.generation());
        jdbc.sql("update generation set ended_at = now() - interval '25 hours' where id = :id")
                .param("id", UUID.fromString(accepted.generation())).update();

        assertThat(oldEvents.clear()).isEqualTo(1);
        assertThat(oldEvents.clear()).isZero();
        assertThat(api.awaitEnd(accepted.generation())).containsExactly(events.getLast());
        assertThat(api.awaitEnd(recent.generation())).isEqualTo(kept);
        assertThat(api.conversation(accepted.conversation()).path("messages").path(1).path("parts").path(0)
                .path("text").asString()).isEqualTo(Event.text(events));
    }

    private Accepted begun() {
        Accepted accepted = api.ask(ENDLESS);
        api.events(accepted.generation(), 0).filter(event -> event.type().equals("text")).blockFirst(TIMEOUT);
        return accepted;
    }

    private ScriptedBackend backend() {
        return (ScriptedBackend) models.backends().getFirst();
    }
}
