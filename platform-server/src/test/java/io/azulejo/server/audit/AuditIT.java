package io.azulejo.server.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.security.account.AccountsTest;
import io.azulejo.server.security.account.Visitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@AccountsTest
class AuditIT {

    @Autowired
    private Visitors visitors;

    @Autowired
    private AuditLog log;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void loginWhenItFailsOrSucceedsThenIsKeptWithWhoTriedFromWhere() {
        Visitors.User user = visitors.user();
        String name = user.name();
        visitors.nobody().post().uri("/api/v1/session").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", "wrong")).exchange().expectStatus().isUnauthorized();
        visitors.login(name, Visitors.PASSWORD).delete().uri("/api/v1/session").exchange().expectStatus()
                .isNoContent();

        List<JsonNode> logins = events("action=session.login").stream()
                .filter(event -> event.path("subject").asString("").equals(user.id())).toList();
        assertThat(logins).extracting(event -> event.path("result").asString() + event.path("status").asInt())
                .containsExactly("done200", "refused401");
        assertThat(logins).allSatisfy(event -> assertThat(event.path("address").asString()).isEqualTo("127.0.0.1"));
        visitors.nobody().post().uri("/api/v1/session").contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "no-such-body", "password", "wrong")).exchange().expectStatus()
                .isUnauthorized();
        assertThat(events("action=session.login&result=refused").getFirst().path("subject").asString())
                .isEqualTo("no-such-body");
        assertThat(events("action=session.logout").getFirst().path("name").asString()).isEqualTo(name);
    }

    @Test
    void changeWhenMadeByAnAdministratorThenIsKeptWithWhatAndByWhom() {
        Visitors.User user = visitors.user();
        visitors.admin().patch().uri("/api/v1/admin/users/" + user.id()).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("enabled", true)).exchange().expectStatus().isOk();
        visitors.admin().put().uri("/api/v1/admin/groups/no-such/members/" + user.id()).exchange().expectStatus()
                .isNotFound();

        String group = "audited-" + UUID.randomUUID();
        visitors.post(visitors.admin(), "/api/v1/admin/groups", Map.of("name", group));
        visitors.admin().delete().uri("/api/v1/admin/groups/" + group).exchange().expectStatus().isNoContent();
        JsonNode deleted = events("action=group.delete").getFirst();
        assertThat(deleted.path("subject").asString()).isEqualTo(group);
        assertThat(deleted.path("name").asString()).isEqualTo("admin");

        JsonNode change = events("action=user.change").getFirst();
        assertThat(change.path("subject").asString()).isEqualTo(user.id());
        assertThat(change.path("detail").asString()).isEqualTo("enabled=true");
        assertThat(change.path("name").asString()).isEqualTo("admin");
        assertThat(change.path("actor").asString())
                .isEqualTo(visitors.get(visitors.admin(), "/api/v1/me").path("id").asString());
        JsonNode refused = events("action=group&result=refused").getFirst();
        assertThat(refused.path("action").asString()).isEqualTo("group.add-member");
        assertThat(refused.path("subject").asString()).contains("no-such").contains(user.id());
    }

    @Test
    void secretWhenPartOfTheRequestThenIsNotKept() {
        Visitors.User user = visitors.user();
        String token = visitors.post(visitors.admin(), "/api/v1/admin/invitations", Map.of()).path("token").asString();
        visitors.nobody().post().uri("/api/v1/invitations/" + token).contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", user.name(), "password", Visitors.PASSWORD)).exchange().expectStatus()
                .is4xxClientError();
        JsonNode key = visitors.post(user.client(), "/api/v1/me/keys", Map.of("name", "program"));

        assertThat(jdbc.sql("select cast(audit_event as text) from audit_event").query(String.class).list())
                .noneSatisfy(row -> assertThat(row).containsAnyOf(token, Visitors.PASSWORD,
                        key.path("key").asString()));
        assertThat(events("actor=" + user.id() + "&action=key.create").getFirst().path("subject").asString())
                .isEqualTo(key.path("id").asString());
    }

    @Test
    void listWhenPagedThenHasEveryEventOnceTheNewestFirst() {
        Visitors.User user = visitors.user();
        for (int i = 0; i < 5; i++) {
            visitors.post(user.client(), "/api/v1/me/keys", Map.of("name", "key " + i));
        }
        String path = "/api/v1/admin/audit?limit=2&action=key&actor=" + user.id();
        JsonNode first = visitors.get(visitors.admin(), path);
        JsonNode second = visitors.get(visitors.admin(), path + "&before=" + first.path("next").asString());
        JsonNode third = visitors.get(visitors.admin(), path + "&before=" + second.path("next").asString());

        assertThat(first.path("events")).hasSize(2);
        assertThat(second.path("events")).hasSize(2);
        assertThat(third.path("events")).hasSize(1);
        assertThat(third.path("next").isNull()).isTrue();
        assertThat(Instant.parse(first.path("events").path(0).path("at").asString()))
                .isAfter(Instant.parse(third.path("events").path(0).path("at").asString()));
    }

    @Test
    void eventWhenOnceKeptThenCannotBeChangedAndGoesWhenItIsOld() {
        assertThat(events("limit=1")).isNotEmpty();
        assertThatThrownBy(() -> jdbc.sql("update audit_event set actor_id = null").update())
                .isInstanceOf(DataAccessException.class).hasMessageContaining("never changed");
        UUID old = UUID.randomUUID();
        log.add(new AuditEvent(old, Instant.now().minus(Duration.ofDays(366)), null, null, null, "old.event", null,
                null, null, AuditEvent.Result.done, 200));
        assertThat(events("action=old.event")).hasSize(1);

        log.run();

        assertThat(events("action=old.event")).isEmpty();
        assertThat(events("limit=1")).isNotEmpty();
    }

    private List<JsonNode> events(String query) {
        return visitors.get(visitors.admin(), "/api/v1/admin/audit?" + query).path("events").valueStream().toList();
    }
}
