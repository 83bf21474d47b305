package io.azulejo.server.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every error under {@code /api/}, and every {@link ProblemException} elsewhere, with a problem detail, those
 * from before a controller is found included.
 * Stands before Spring Boot's own handler, which keeps the other paths.
 */
@Component
@Order(-10)
class ApiExceptionHandler implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiExceptionHandler.class);

    private final JsonMapper json;

    ApiExceptionHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        ServerHttpResponse response = exchange.getResponse();
        if (!path.startsWith("/api/") && !(error instanceof ProblemException)) {
            return Mono.error(error);
        }
        if (response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(error)) {
            log.debug("{} broke off", path, error);
            return Mono.error(error);
        }
        ProblemDetail problem = Problems.of(error);
        response.setStatusCode(HttpStatus.valueOf(problem.getStatus()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (error instanceof MethodNotAllowedException method) {
            headers.setAllow(method.getSupportedMethods());
        }
        if (problem.getProperties() != null
                && problem.getProperties().get("retryAfterSeconds") instanceof Long seconds) {
            headers.set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        DataBuffer body = response.bufferFactory().wrap(json.writeValueAsBytes(problem));
        return response.writeWith(Mono.just(body));
    }
}
