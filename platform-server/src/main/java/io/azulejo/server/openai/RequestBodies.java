package io.azulejo.server.openai;

import java.nio.charset.StandardCharsets;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Reads the JSON bodies of requests, up to the limit. */
@Component
public final class RequestBodies {

    private final int maxBytes;

    RequestBodies(OpenAiProperties properties) {
        this.maxBytes = (int) Math.min(properties.maxBodySize().toBytes(), Integer.MAX_VALUE - 8);
    }

    /**
     * The whole body.
     * <p>
     * The content type must be JSON: a browser sends other ones from any page without asking, and this server has no
     * login.
     */
    public Mono<byte[]> read(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (!isJson(headers)) {
            return Mono.error(OpenAiException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The content type must be application/json, in UTF-8.", OpenAiException.INVALID_REQUEST, null,
                    "unsupported_content_type"));
        }
        if (headers.getContentLength() > maxBytes) {
            return Mono.error(tooLarge());
        }
        return DataBufferUtils.join(exchange.getRequest().getBody(), maxBytes).map(RequestBodies::bytes)
                .onErrorMap(DataBufferLimitException.class, _ -> tooLarge()).defaultIfEmpty(new byte[0]);
    }

    private static boolean isJson(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type != null && MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private OpenAiException tooLarge() {
        return OpenAiException.of(HttpStatus.CONTENT_TOO_LARGE,
                "The body is larger than %d bytes. Send fewer or smaller pictures, or raise azulejo.openai.max-body-size."
                        .formatted(maxBytes),
                OpenAiException.INVALID_REQUEST, null, "request_too_large");
    }
}
