package io.azulejo.server.openai;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import reactor.core.publisher.Mono;

/** Answers every failure under {@code /v1}, a wrong path or method included, with an {@link OpenAiError}. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class OpenAiExceptionHandler implements WebExceptionHandler {

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        ServerHttpResponse response = exchange.getResponse();
        if (!(path.equals("/v1") || path.startsWith("/v1/")) || response.isCommitted()) {
            return Mono.error(error);
        }
        OpenAiException told = OpenAiErrors.of(error);
        HttpHeaders headers = response.getHeaders();
        headers.clearContentHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        if (told.retryAfter() != null) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, told.retryAfter().toSeconds())));
        }
        if (error instanceof MethodNotAllowedException method) {
            headers.setAllow(method.getSupportedMethods());
        }
        response.setStatusCode(told.status());
        if (exchange.getRequest().getMethod().equals(HttpMethod.HEAD)) {
            return response.setComplete();
        }
        byte[] body = OpenAiJson.write(told.error());
        headers.setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
