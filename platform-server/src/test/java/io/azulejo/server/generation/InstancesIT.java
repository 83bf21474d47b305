package io.azulejo.server.generation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.Api.Accepted;
import io.azulejo.server.Api.Event;
import io.azulejo.server.database.SharedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances of the application, each a process, on one PostgreSQL. The third one does not listen to notifications,
 * so that whatever it is asked shows that looking into the database is enough. The second one's clock is ten minutes fast
 * and the third one's ten minutes slow, in all tests, where libfaketime is installed.
 */
class InstancesIT {

    private static final Logger log = LoggerFactory.getLogger(InstancesIT.class);
    private static final Path FOLDER = Path.of("target", "test-data", "instances").toAbsolutePath();
    private static final String ENDLESS = "[[pieces=10000 delay=20ms]]";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final InstanceProcess[] instances = new InstanceProcess[3];
    private static SharedPostgres postgres;

    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void startDatabase() {
        postgres = SharedPostgres.start(FOLDER);
    }

    /** Those that an earlier test ended are started anew. */
    @BeforeEach
    void startInstances() throws IOException, InterruptedException {
        for (int i = 0; i < instances.length; i++) {
            if (instances[i] == null || !instances[i].isAlive()) {
                List<String> arguments = new ArrayList<>(postgres.arguments());
                arguments.add("--azulejo.generations.instance-timeout=" + TIMEOUT.toSeconds() + "s");
                arguments.add("--azulejo.generations.drain=6s");
                arguments.add("--azulejo.generations.listen=" + (i != 2));
                arguments.add("--azulejo.conversations.temporary=5m");
                instances[i] = new InstanceProcess(FOLDER.resolve("instance-" + i + ".log"), arguments, switch (i) {
                    case 1 -> FakeTime.off("+10m");
                    case 2 -> FakeTime.off("-10m");
                    default -> Map.of();
                });
            }
        }
        for (InstanceProcess instance : instances) {
            instance.awaitStart();
        }
    }

    @AfterEach
    void endReaders() {
        readers.shutdownNow();
    }

    @AfterAll
    static void end() throws InterruptedException {
        for (InstanceProcess instance : instances) {
            if (instance != null) {
                instance.kill();
            }
        }
        postgres.close();
    }

    @Test
    void readerWhenItGoesFromInstanceToInstanceThenHasEveryEventOnceInOrder() throws Exception {
        Accepted accepted = instances[0].ask("[[pieces=150 delay=30ms]]");
        List<Event> seen = new ArrayList<>();
        boolean end = false;
        for (int turn = 0; !end; turn++) {
            int until = seen.size() + 3;
            end = instances[turn % 3].read(accepted.generation(), seen, event -> event.id() >= until);
        }
        assertWhole(seen, 150);
        for (InstanceProcess instance : instances) {
            assertThat(instance.readAll(accepted.generation())).isEqualTo(seen);
        }
    }

    @Test
    void readerWhenOnAnotherInstanceThenIsLittleLaterThanOneOnTheSame() throws Exception {
        Accepted accepted = instances[0].ask("[[pieces=200 delay=25ms]]");
        List<Map<Integer, Long>> arrivals = new ArrayList<>();
        List<Future<Boolean>> reading = new ArrayList<>();
        for (InstanceProcess instance : instances) {
            Map<Integer, Long> arrived = new HashMap<>();
            arrivals.add(arrived);
            reading.add(readers.submit(() -> instance.read(accepted.generation(), new ArrayList<>(), event -> {
                arrived.put(event.id(), System.nanoTime());
                return false;
            })));
        }
        for (Future<Boolean> reader : reading) {
            assertThat(reader.get()).isTrue();
        }
        for (int i = 1; i < 3; i++) {
            Map<Integer, Long> there = arrivals.get(i);
            List<Long> later = arrivals.getFirst().entrySet().stream().filter(event -> event.getKey() > 4)
                    .map(event -> (there.getOrDefault(event.getKey(), event.getValue()) - event.getValue()) / 1_000_000)
                    .sorted().toList();
            log.info("Events are later on {}: median {} ms, at most {} ms, of {}",
                    i == 1 ? "an instance that listens" : "one that polls", later.get(later.size() / 2),
                    later.getLast(), later.size());
            assertThat(later.get(later.size() / 2)).isLessThan(i == 1 ? 150L : 400L);
        }
    }

    @Test
    void generationWhenStoppedOnAnotherInstanceThenEndsSoon() throws Exception {
        for (InstanceProcess other : List.of(instances[1], instances[2])) {
            Accepted accepted = instances[0].ask(ENDLESS);
            List<Event> seen = new ArrayList<>();
            instances[0].read(accepted.generation(), seen, event -> event.type().equals("text"));
            long asked = System.nanoTime();
            JsonNode record = other.stop(accepted.generation());
            long millis = millisSince(asked);
            log.info("Stopped from another instance in {} ms", millis);
            assertThat(record.path("status").asString()).isEqualTo("stopped");
            assertThat(millis).isLessThan(3000);
            assertEndsOnce(accepted, "stopped");
        }
    }

    @Test
    void clocksWhenTheyAreOffThenAllThatIsKeptHasTheDatabasesTime() throws Exception {
        FakeTime.require();
        for (InstanceProcess instance : List.of(instances[1], instances[2])) {
            assertThat(instance.output()).contains("This machine's clock and the database's are");
        }
        List<String> asked = new ArrayList<>();
        for (InstanceProcess instance : List.of(instances[1], instances[2], instances[0], instances[2], instances[1])) {
            Accepted accepted = instance.ask("hello");
            instance.readAll(accepted.generation());
            asked.addFirst(accepted.conversation());
        }
        for (InstanceProcess instance : instances) {
            assertThat(instance.conversations()).startsWith(asked.toArray(String[]::new));
        }
        Accepted passing = instances[2].askForAWhile("not for long");
        instances[1].readAll(passing.generation());
        assertThat(instances[1].answer(passing).path("generation").path("status").asString())
                .as("what does not last, on a fast clock").isEqualTo("completed");
        for (String column : List.of("conversation.created_at", "conversation.updated_at", "message.created_at",
                "generation.queued_at", "generation.started_at", "generation.ended_at")) {
            String table = column.substring(0, column.indexOf('.'));
            assertThat(postgres.query("select max(abs(extract(epoch from now() - " + column + "))) < 540 from " + table
                    + " where " + column + " > now() - interval '20 minutes'")).as(column).containsExactly("t");
        }
    }

    @Test
    void fortyAtOnceWhenTenAreAllowedThenTwoInstancesTogetherLetTenIn() throws Exception {
        postgres.execute("delete from admission");
        postgres.execute("insert into quota (id, person_id, requests_per_minute) select gen_random_uuid(), id, 10 "
                + "from person");
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                InstanceProcess instance = instances[i % 2];
                asking.add(readers.submit(() -> {
                    start.await();
                    return instance.tryToAsk("hello");
                }));
            }
            start.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : asking) {
                statuses.add(one.get());
            }
            assertThat(statuses).containsOnly(202, 429);
            assertThat(Collections.frequency(statuses, 202)).isEqualTo(10);
        } finally {
            postgres.execute("delete from quota");
        }
    }

    @Test
    void instanceWhenKilledThenItsAnswersAreInterruptedOnceAndNothingSeenIsLost() throws Exception {
        List<Accepted> all = new ArrayList<>();
        List<Future<List<Event>>> reading = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Accepted accepted = instances[0].ask(ENDLESS);
            all.add(accepted);
            reading.add(readers.submit(() -> {
                List<Event> seen = new ArrayList<>();
                instances[0].read(accepted.generation(), seen, _ -> false);
                return seen;
            }));
        }
        Thread.sleep(1000);
        instances[0].signal("KILL");
        long killed = System.nanoTime();
        for (int i = 0; i < all.size(); i++) {
            List<Event> seen = reading.get(i).get();
            assertThat(seen).hasSizeGreaterThan(2);
            List<Event> before = List.copyOf(seen);
            assertThat(instances[1 + i % 2].read(all.get(i).generation(), seen, _ -> false)).isTrue();
            assertThat(seen).startsWith(before.toArray(Event[]::new));
            assertThat(assertEndsOnce(all.get(i), "interrupted")).isEqualTo(seen);
        }
        log.info("20 answers of a killed instance were interrupted and read within {} ms", millisSince(killed));
        assertThat(millisSince(killed)).isLessThan(20_000);
    }

    @Test
    void instancesWhenOneIsKilledAndOneFrozenWith200AnswersThenEveryReaderHasEveryEventOnce() throws Exception {
        List<Followed> all = new ArrayList<>();
        for (Future<Followed> asked : IntStream.range(0, 200)
                .mapToObj(i -> readers.submit(() -> follow(instances[i % 3], i % 3))).toList()) {
            all.add(asked.get());
        }
        long before = commits();
        Thread.sleep(3000);
        log.info("{} transactions a second while 200 answers stream, each of 4 pieces a second",
                (commits() - before) / 3);
        instances[0].signal("KILL");
        instances[1].signal("STOP");
        try {
            Future<JsonNode> stopped = readers
                    .submit(() -> instances[2].stop(all.get(1).accepted().generation()));
            all.forEach(followed -> followed.reading().cancel(true));
            for (Followed followed : all) {
                assertThat(followed.done().await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(stopped.get().path("status").asString()).isEqualTo("stopped");
            List<Future<Boolean>> resumed = all.stream()
                    .map(followed -> readers.submit(
                            () -> instances[2].read(followed.accepted().generation(), followed.seen(), _ -> false)))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(resumed.get(i).get()).isTrue();
                List<Event> seen = all.get(i).seen();
                assertNumbered(seen);
                assertThat(seen.getLast().data().path("status").asString())
                        .isEqualTo(i == 1 ? "stopped" : i % 3 == 2 ? "completed" : "interrupted");
                assertThat(numbers(80)).startsWith(Event.text(seen));
            }
        } finally {
            instances[1].signal("CONT");
        }
        Thread.sleep(1500);
        for (Followed followed : all) {
            assertThat(instances[1].readAll(followed.accepted().generation())).isEqualTo(followed.seen());
        }
    }

    /** An answer and its reader, who leaves when cancelled and has then seen these events. */
    private record Followed(Accepted accepted, List<Event> seen, Future<?> reading, CountDownLatch done) {}

    private Followed follow(InstanceProcess instance, int which) throws Exception {
        Accepted accepted = instance.ask("[[pieces=80 delay=250ms]] " + which);
        List<Event> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1);
        Future<?> reading = readers.submit(() -> {
            try {
                return instance.read(accepted.generation(), seen, _ -> false);
            } finally {
                done.countDown();
            }
        });
        return new Followed(accepted, seen, reading, done);
    }

    private static long commits() {
        return Long.parseLong(
                postgres.query("select xact_commit from pg_stat_database where datname = 'azulejo'").getFirst());
    }

    @Test
    void instanceWhenFrozenThenWritesNothingAfterItWakes() throws Exception {
        Accepted accepted = instances[0].ask(ENDLESS);
        List<Event> seen = new ArrayList<>();
        instances[0].read(accepted.generation(), seen, event -> event.id() > 4);
        Future<List<Event>> onFrozen = readers.submit(() -> instances[0].readAll(accepted.generation()));
        instances[0].signal("STOP");
        long frozen = System.nanoTime();
        try {
            assertThat(instances[1].read(accepted.generation(), seen, _ -> false)).isTrue();
            log.info("The answer of a frozen instance was interrupted within {} ms", millisSince(frozen));
        } finally {
            instances[0].signal("CONT");
        }
        assertThat(assertEndsOnce(accepted, "interrupted")).isEqualTo(seen);
        assertThat(onFrozen.get()).isEqualTo(seen);
        Thread.sleep(1500);
        assertThat(assertEndsOnce(accepted, "interrupted")).isEqualTo(seen);
        assertWhole(instances[1].readAll(instances[0].ask("[[pieces=20 delay=20ms]]").generation()), 20);
    }

    @Test
    void connectionsWhenCutAgainAndAgainThenAnswersGoOnWithoutGaps() throws Exception {
        List<Accepted> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(instances[i % 3].ask("[[pieces=200 delay=25ms]]"));
        }
        for (int cut = 0; cut < 4; cut++) {
            Thread.sleep(800);
            assertThat(postgres.cutConnections()).isPositive();
        }
        for (int i = 0; i < all.size(); i++) {
            assertWhole(readThrough(instances[(i + 1) % 3], all.get(i)), 200);
        }
    }

    @Test
    void databaseWhenItCrashesThenAnswersGoOnWithoutGaps() throws Exception {
        List<Accepted> all = new ArrayList<>();
        List<List<Event>> before = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(instances[i % 3].ask("[[pieces=200 delay=25ms]]"));
        }
        for (int i = 0; i < 6; i++) {
            List<Event> seen = new ArrayList<>();
            instances[i % 3].read(all.get(i).generation(), seen, event -> event.id() > 8);
            before.add(seen);
        }
        postgres.crash();
        for (int i = 0; i < all.size(); i++) {
            List<Event> whole = readThrough(instances[(i + 1) % 3], all.get(i));
            assertThat(whole).startsWith(before.get(i).toArray(Event[]::new));
            assertWhole(whole, 200);
        }
    }

    @Test
    void instanceWhenItShutsDownThenAnswersHaveTimeToEnd() throws Exception {
        Accepted soon = instances[0].ask("[[pieces=100 delay=25ms]]");
        Accepted never = instances[0].ask(ENDLESS);
        List<Event> seen = new ArrayList<>();
        instances[0].read(soon.generation(), seen, event -> event.type().equals("text"));
        instances[0].signal("TERM");
        assertThat(instances[1].read(soon.generation(), seen, _ -> false)).isTrue();
        assertWhole(seen, 100);
        assertEndsOnce(never, "interrupted");
        assertThat(instances[0].awaitExit(Duration.ofSeconds(40))).isTrue();
        assertThat(instances[0].output()).contains("answers in progress get 6 seconds to end");
    }

    /** Comes back as often as the connection breaks, as an EventSource does. */
    private static List<Event> readThrough(InstanceProcess instance, Accepted accepted) throws InterruptedException {
        List<Event> seen = new ArrayList<>();
        while (!instance.read(accepted.generation(), seen, _ -> false)) {
            Thread.sleep(100);
        }
        return seen;
    }

    /** The log as the other two instances tell it: one end, as expected, and the message's text in its pieces. */
    private static List<Event> assertEndsOnce(Accepted accepted, String status) throws Exception {
        List<Event> events = instances[1].readAll(accepted.generation());
        assertThat(instances[2].readAll(accepted.generation())).isEqualTo(events);
        assertNumbered(events);
        assertThat(events.getLast().data().path("status").asString()).isEqualTo(status);
        assertThat(postgres.query("select count(*) from generation_event where type = 'end' and generation_id = '"
                + accepted.generation() + "'")).containsExactly("1");
        JsonNode answer = instances[1].answer(accepted);
        assertThat(answer.path("parts")).hasSize(1);
        assertThat(answer.path("parts").path(0).path("text").asString()).isEqualTo(Event.text(events));
        assertThat(answer.path("generation").path("status").asString()).isEqualTo(status);
        return events;
    }

    private static void assertWhole(List<Event> events, int pieces) {
        assertNumbered(events);
        assertThat(events.getLast().data().path("status").asString()).isEqualTo("completed");
        assertThat(Event.text(events)).isEqualTo(numbers(pieces));
    }

    private static String numbers(int pieces) {
        return IntStream.rangeClosed(1, pieces).mapToObj(number -> number + " ").collect(Collectors.joining());
    }

    private static void assertNumbered(List<Event> events) {
        assertThat(events).extracting(Event::id).isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events).filteredOn(event -> event.name().equals("end")).hasSize(1);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
