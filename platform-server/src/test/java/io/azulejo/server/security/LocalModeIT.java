package io.azulejo.server.security;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.azulejo.server.Api;
import io.azulejo.server.ServerTest;

@ServerTest
class LocalModeIT {

    @Autowired
    private Api api;

    @Test
    void anyoneOnTheMachineWhenAskingThenIsTheOnePerson() {
        api.test().get().uri("/api/v1/conversations").exchange().expectStatus().isOk()
                .expectHeader().valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader().exists("Content-Security-Policy");
    }

    @Test
    void requestWhenToAnotherNameThenIsTurnedAwayInTheFormOfItsApi() {
        api.test().get().uri("/api/v1/conversations").header("Host", "evil.example").exchange().expectStatus()
                .isForbidden().expectBody().jsonPath("$.type").isEqualTo("urn:azulejo:problem:unknown-host");
        api.test().get().uri("/v1/models").header("Host", "evil.example").exchange().expectStatus().isForbidden()
                .expectBody().jsonPath("$.error.type").isEqualTo("permission_error");
        api.test().get().uri("/").header("Host", "evil.example").exchange().expectStatus().isForbidden();
    }

    @Test
    void requestWhenOfAPageFromElsewhereThenIsTurnedAway() {
        api.test().post().uri("/v1/chat/completions").header("Origin", "http://localhost:1").exchange().expectStatus()
                .isForbidden();
    }
}
