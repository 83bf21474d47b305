package io.azulejo.server.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.security.Person;
import io.azulejo.server.security.account.AccountsTest;
import io.azulejo.server.security.account.Visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@AccountsTest
class LimitsIT {

    private static final AtomicInteger GROUPS = new AtomicInteger();

    private final JsonMapper json = new JsonMapper();

    @Autowired
    private Visitors visitors;

    @Autowired
    private Quotas quotas;

    @Autowired
    private AdmissionStore store;

    @Autowired
    private LimitProperties properties;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void fiftyAtOnceWhenTenAreAllowedThenTenAreAnsweredAndTheOthersAreToldWhenToTryAgain() throws Exception {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("requestsPerMinute", 10));

        List<EntityExchangeResult<String>> results = atOnce(50, () -> chat(user.client(), "hi", 5).expectBody(
                String.class).returnResult());

        assertThat(results.stream().filter(result -> result.getStatus().value() == 200)).hasSize(10)
                .allSatisfy(result -> assertThat(result.getResponseHeaders().getFirst("x-ratelimit-limit-requests"))
                        .isEqualTo("10"));
        assertThat(results.stream().filter(result -> result.getStatus().value() == 429)).hasSize(40)
                .allSatisfy(result -> {
                    JsonNode error = json.readTree(result.getResponseBody()).path("error");
                    assertThat(error.path("code").asString()).isEqualTo("rate_limit_exceeded");
                    assertThat(error.path("type").asString()).isEqualTo("rate_limit_error");
                    assertThat(Integer.parseInt(String.valueOf(result.getResponseHeaders().getFirst("Retry-After"))))
                            .isBetween(1, 60);
                    assertThat(result.getResponseHeaders().getFirst("x-ratelimit-remaining-requests")).isEqualTo("0");
                    assertThat(result.getResponseHeaders().getFirst("x-ratelimit-reset-requests")).isEqualTo("1m0s");
                });
    }

    @Test
    void fiftyAtOnceWhenOnTwoInstancesThenNoMoreThanTenAreLetIn() throws Exception {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("concurrent", 10));
        List<PersonLimits> instances = List.of(new PersonLimits(quotas, store, properties, transactions),
                new PersonLimits(quotas, store, properties, transactions));
        AtomicInteger next = new AtomicInteger();

        List<Limits.Decision> decisions = atOnce(50,
                () -> instances.get(next.getAndIncrement() % 2).decide(asked(user, 0, 0)));

        assertThat(decisions.stream().filter(decision -> decision.admission() != null)).hasSize(10);
        decisions.stream().filter(decision -> decision.admission() != null).limit(1)
                .forEach(decision -> decision.orThrow().end());
        assertThat(instances.get(0).decide(asked(user, 0, 0)).admission()).isNotNull();
        assertThat(instances.get(1).decide(asked(user, 0, 0)).admission()).isNull();
    }

    @Test
    void answersInProgressWhenAsManyAsAllowedThenTheNextOneWaitsForAnEnd() {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("concurrent", 1));
        JsonNode first = visitors.post(user.client(), "/api/v1/conversations",
                Map.of("text", "[[pieces=1000 delay=20ms]]"));

        JsonNode problem = problem(user.client(), Map.of("text", "hi"));
        assertThat(problem.path("type").asString()).isEqualTo("urn:azulejo:problem:rate-limited");
        assertThat(problem.path("limit").asString()).isEqualTo("concurrent");
        // What was refused is not kept.
        assertThat(visitors.get(user.client(), "/api/v1/conversations").path("conversations")).hasSize(1);

        user.client().post().uri("/api/v1/generations/" + first.path("generation").asString() + "/stop").exchange()
                .expectStatus().isOk();
        await().until(() -> use(user).path("concurrent").asInt() == 0);
        visitors.post(user.client(), "/api/v1/conversations", Map.of("text", "hi"));
    }

    @Test
    void tokensWhenUsedThenAreThoseOfTheAnswersAndMoreThanAllowedIsRefused() {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("tokensPerDay", 50));

        EntityExchangeResult<String> first = chat(user.client(), "one two three [[pieces=4]]", 10).expectStatus().isOk()
                .expectBody(String.class).returnResult();
        JsonNode usage = json.readTree(first.getResponseBody()).path("usage");
        await().until(() -> use(user).path("concurrent").asInt() == 0);
        assertThat(use(user).path("tokensToday").asInt()).isEqualTo(usage.path("total_tokens").asInt()).isPositive();
        assertThat(use(user).path("tokensThisMonth").asInt()).isEqualTo(usage.path("total_tokens").asInt());
        assertThat(first.getResponseHeaders().getFirst("x-ratelimit-limit-tokens")).isEqualTo("50");

        // 50 are allowed: a long answer does not fit any more, a short one does.
        EntityExchangeResult<String> refused = chat(user.client(), "hi", 49).expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS).expectBody(String.class).returnResult();
        assertThat(json.readTree(refused.getResponseBody()).path("error").path("code").asString())
                .isEqualTo("insufficient_quota");
        assertThat(json.readTree(refused.getResponseBody()).path("error").path("type").asString())
                .isEqualTo("insufficient_quota");
        chat(user.client(), "hi", 5).expectStatus().isOk();
        user.client().post().uri("/v1/responses").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("model", "scripted", "input", "hi")).exchange().expectStatus()
                .isEqualTo(HttpStatus.TOO_MANY_REQUESTS).expectHeader().exists("Retry-After");
    }

    @Test
    void workThatIsNoRequestWhenDoneThenOnlyItsTokensCount() {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("requestsPerMinute", 1, "requestsPerDay", 1, "concurrent", 1,
                "tokensPerDay", 100));
        PersonLimits limits = new PersonLimits(quotas, store, properties, transactions);
        Asked title = new Asked(new Person(UUID.fromString(user.id()), "", false, null), "scripted",
                () -> new PromptSize(40, 0, 10_000, List.of()), 5, 1, false);

        limits.decide(title).orThrow();
        limits.decide(asked(user, 5, 0)).orThrow();
        assertThat(use(user).path("requestsToday").asInt()).isEqualTo(1);
        assertThat(use(user).path("concurrent").asInt()).isEqualTo(1);
        limits.decide(title).orThrow();
        assertThat(limits.decide(title).refusal()).isNotNull();
    }

    @Test
    void pictureTokensWhenUsedUpThenTextIsStillAnswered() {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("pictureTokensPerDay", 100));
        PersonLimits limits = new PersonLimits(quotas, store, properties, transactions);

        assertThat(limits.decide(asked(user, 10, 101)).refusal()).isNotNull();
        limits.decide(asked(user, 10, 60)).orThrow();
        assertThat(limits.decide(asked(user, 10, 60)).refusal()).isNotNull();
        limits.decide(asked(user, 10, 0)).orThrow();
    }

    @Test
    void quotaWhenOfSeveralGroupsThenTheMostGenerousHoldsUnlessTheUserHasOne() {
        Visitors.User user = visitors.user();
        for (int most : List.of(3, 7)) {
            String group = "limited-" + GROUPS.incrementAndGet();
            visitors.post(visitors.admin(), "/api/v1/admin/groups", Map.of("name", group));
            visitors.admin().put().uri("/api/v1/admin/groups/" + group + "/members/" + user.id()).exchange()
                    .expectStatus().isNoContent();
            quota(Map.of("group", group), Map.of("requestsPerDay", most, "concurrent", 5));
        }
        assertThat(limits(user).path("requestsPerDay").asInt()).isEqualTo(7);

        String own = quota(Map.of("user", user.id()), Map.of("requestsPerDay", 2));
        assertThat(limits(user).path("requestsPerDay").asInt()).isEqualTo(2);
        assertThat(limits(user).path("concurrent").asInt()).isEqualTo(5);

        visitors.admin().put().uri("/api/v1/admin/quotas/" + own).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("limits", Map.of("requestsPerDay", -1))).exchange().expectStatus().isOk();
        assertThat(limits(user).path("requestsPerDay").isNull()).isTrue();
        visitors.admin().delete().uri("/api/v1/admin/quotas/" + own).exchange().expectStatus().isNoContent();
        assertThat(limits(user).path("requestsPerDay").asInt()).isEqualTo(7);
    }

    @Test
    void quotaOfAKeyWhenUsedUpThenThePersonMayStillAsk() {
        Visitors.User user = visitors.user();
        JsonNode key = visitors.post(user.client(), "/api/v1/me/keys", Map.of("name", "program"));
        quota(Map.of("key", key.path("id").asString()), Map.of("requestsPerDay", 1));
        WebTestClient program = visitors.nobody().mutate()
                .defaultHeader("Authorization", "Bearer " + key.path("key").asString()).build();

        chat(program, "hi", 5).expectStatus().isOk();
        chat(program, "hi", 5).expectStatus().isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        chat(user.client(), "hi", 5).expectStatus().isOk();
        assertThat(visitors.get(program, "/api/v1/me/usage").path("use").path("requestsToday").asInt()).isEqualTo(2);
    }

    @Test
    void requestWhenItsInstanceDiedThenFreesItsPlaceAndItsPromptIsCounted() {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("concurrent", 1, "tokensPerDay", 100_000));
        PersonLimits dead = new PersonLimits(quotas, store, properties, transactions);
        PersonLimits other = new PersonLimits(quotas, store, properties, transactions);
        Admission lost = dead.decide(asked(user, 12, 0)).orThrow();
        assertThat(other.decide(asked(user, 1, 0)).admission()).isNull();

        jdbc.sql("update admission set alive_until = now() - interval '1 second' where person_id = :person")
                .param("person", UUID.fromString(user.id())).update();
        other.run();

        other.decide(asked(user, 1, 0)).orThrow().end();
        assertThat(use(user).path("tokensToday").asInt()).isEqualTo(12);
        // It was only slow: it is not counted twice.
        lost.end();
        assertThat(use(user).path("tokensToday").asInt()).isEqualTo(12);
        assertThat(use(user).path("requestsToday").asInt()).isEqualTo(2);
    }

    @Test
    void requestWhenItTakesLongThenKeepsItsPlace() {
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of("concurrent", 1));
        PersonLimits limits = new PersonLimits(quotas, store, properties, transactions);
        limits.decide(asked(user, 1, 0)).orThrow().hold();
        jdbc.sql("update admission set alive_until = now() - interval '1 second' where person_id = :person")
                .param("person", UUID.fromString(user.id())).update();

        limits.run();

        assertThat(limits.decide(asked(user, 1, 0)).admission()).isNull();
    }

    @Test
    void usageWhenSummedThenIsThatOfTheUserByModelDayAndGroup() {
        Visitors.User user = visitors.user();
        String group = "summed-" + GROUPS.incrementAndGet();
        visitors.post(visitors.admin(), "/api/v1/admin/groups", Map.of("name", group));
        visitors.admin().put().uri("/api/v1/admin/groups/" + group + "/members/" + user.id()).exchange().expectStatus()
                .isNoContent();
        chat(user.client(), "one two", 5).expectStatus().isOk();
        chat(user.client(), "one two", 5).expectStatus().isOk();
        await().until(() -> use(user).path("concurrent").asInt() == 0);

        for (String by : List.of("day", "user", "group", "model", "key")) {
            JsonNode sums = visitors.get(visitors.admin(), "/api/v1/admin/usage?by=" + by + "&group=" + group)
                    .path("usage");
            assertThat(sums).as(by).hasSize(1);
            assertThat(sums.path(0).path("requests").asInt()).as(by).isEqualTo(2);
            assertThat(sums.path(0).path("promptTokens").asInt()).as(by).isEqualTo(4);
            assertThat(sums.path(0).path("of").asString(null)).as(by).isEqualTo(switch (by) {
                case "user" -> user.id();
                case "group" -> group;
                case "model" -> "scripted";
                case "key" -> null;
                default -> sums.path(0).path("of").asString();
            });
        }
        visitors.admin().get().uri("/api/v1/admin/usage?from=2026-01-02&to=2026-01-01").exchange().expectStatus()
                .isBadRequest();
    }

    @Test
    void quotaWhenWrongThenIsRefused() {
        for (Object body : List.of(Map.of("limits", Map.of("concurrent", 1)),
                Map.of("user", UUID.randomUUID(), "group", "a", "limits", Map.of()),
                Map.of("user", visitors.user().id(), "limits", Map.of("concurrent", -2)),
                Map.of("user", visitors.user().id()))) {
            create(body).expectStatus().isBadRequest();
        }
        create(Map.of("user", UUID.randomUUID(), "limits", Map.of())).expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        Visitors.User user = visitors.user();
        quota(Map.of("user", user.id()), Map.of());
        create(Map.of("user", user.id(), "limits", Map.of())).expectStatus().isEqualTo(HttpStatus.CONFLICT);
    }

    private <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    private static Asked asked(Visitors.User user, int text, int pictures) {
        return new Asked(new Person(UUID.fromString(user.id()), user.name(), false, null), "scripted",
                () -> new PromptSize(text, pictures, 10_000, List.of()), 1, 1);
    }

    private String quota(Map<String, ?> whose, Map<String, ?> limits) {
        Map<String, Object> body = new HashMap<>(whose);
        body.put("limits", limits);
        return visitors.post(visitors.admin(), "/api/v1/admin/quotas", body).path("id").asString();
    }

    private WebTestClient.ResponseSpec create(Object body) {
        return visitors.admin().post().uri("/api/v1/admin/quotas").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body).exchange();
    }

    private JsonNode use(Visitors.User user) {
        return visitors.get(user.client(), "/api/v1/me/usage").path("use");
    }

    private JsonNode limits(Visitors.User user) {
        return visitors.get(user.client(), "/api/v1/me/usage").path("limits");
    }

    private JsonNode problem(WebTestClient client, Object body) {
        return json.readTree(client.post().uri("/api/v1/conversations").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body).exchange().expectStatus().isEqualTo(HttpStatus.TOO_MANY_REQUESTS).expectHeader()
                .exists("Retry-After").expectBody(String.class).returnResult().getResponseBody());
    }

    private static WebTestClient.ResponseSpec chat(WebTestClient client, String text, int maxTokens) {
        return client.mutate().responseTimeout(Duration.ofSeconds(60)).build().post().uri("/v1/chat/completions")
                .contentType(MediaType.APPLICATION_JSON).bodyValue(Map.of("model", "scripted", "max_tokens", maxTokens,
                        "messages", List.of(Map.of("role", "user", "content", text))))
                .exchange();
    }
}
