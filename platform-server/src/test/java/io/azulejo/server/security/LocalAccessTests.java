package io.azulejo.server.security;

import java.net.InetAddress;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.web.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalAccessTests {

    private final LocalAccess access = new LocalAccess(Set.of("my.machine"));

    @ParameterizedTest
    @CsvSource({"localhost:8080,", "127.0.0.1:8080,http://127.0.0.1:8080", "[::1],http://[::1]", "LOCALHOST,",
            "chat.localhost:1,http://chat.localhost:1", "my.machine,"})
    void requestWhenFromThisServersPagesOrAProgramThenPasses(String host, @Nullable String origin) {
        assertThat(passes(host, origin)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"evil.example:8080,", "localhost.evil.example,", "evillocalhost,", "127.0.0.1.evil.example,",
            "localhost:8080,http://localhost:3000", "localhost:8080,https://evil.example", "localhost:8080,null"})
    void requestWhenOfAnotherNameOrSiteThenIsTurnedAway(String host, @Nullable String origin) {
        assertThatThrownBy(() -> passes(host, origin)).isInstanceOfSatisfying(ProblemException.class,
                problem -> assertThat(problem.getStatusCode().value()).isEqualTo(403));
    }

    @Test
    void addressWhenOthersReachItThenIsRefusedWithARemedy() throws Exception {
        InetAddress open = InetAddress.getByName("0.0.0.0");

        assertThatNoException()
                .isThrownBy(() -> LocalAccess.requireLoopback("server.address", InetAddress.getLoopbackAddress()));
        assertThatThrownBy(() -> LocalAccess.requireLoopback("server.address", null))
                .isInstanceOf(OpenAddressException.class);
        assertThatThrownBy(() -> LocalAccess.requireLoopback("server.address", open)).isInstanceOfSatisfying(
                OpenAddressException.class, failure -> assertThat(new OpenAddressFailureAnalyzer().analyze(failure))
                        .satisfies(
                                analysis -> assertThat(analysis.getAction()).contains("azulejo.security.mode=accounts",
                                        "server.address=127.0.0.1")));
    }

    private boolean passes(String host, @Nullable String origin) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/").header("Host", host);
        if (origin != null) {
            request.header("Origin", origin);
        }
        return Boolean.TRUE.equals(Mono.<Boolean>create(sink -> access
                .filter(MockServerWebExchange.from(request), _ -> Mono.fromRunnable(() -> sink.success(true)))
                .subscribe(null, sink::error)).block());
    }
}
