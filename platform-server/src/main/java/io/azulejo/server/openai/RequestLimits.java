package io.azulejo.server.openai;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;

import io.azulejo.server.limit.Admission;
import io.azulejo.server.limit.Asked;
import io.azulejo.server.limit.Limits;

/** Lets requests in, and tells in the headers of every answer where its sender stands. */
@Component
public final class RequestLimits {

    private final Limits limits;

    RequestLimits(Limits limits) {
        this.limits = limits;
    }

    /** Blocks. */
    public Admission admit(Asked asked, ServerHttpResponse response) {
        Limits.Decision decision = limits.decide(asked);
        decision.rates().writeTo(response.getHeaders()::set);
        return decision.orThrow();
    }
}
