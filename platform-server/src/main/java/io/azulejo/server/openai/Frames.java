package io.azulejo.server.openai;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/** Writes answers: whole ones as JSON, others as server-sent events. */
@Component
public final class Frames {

    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final OpenAiProperties properties;

    Frames(OpenAiProperties properties) {
        this.properties = properties;
    }

    public Mono<Void> write(Object value, ServerHttpResponse response) {
        return Mono.defer(() -> {
            byte[] body = OpenAiJson.write(value);
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            response.getHeaders().setContentLength(body.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        });
    }

    /** An error before the first frame has a status of its own; after it, the error is the last frame. */
    public Mono<Void> write(Flux<byte[]> frames, ServerHttpResponse response) {
        return Mono.defer(() -> {
            Flux<DataBuffer> buffers = errorsInside(withHeartbeat(frames)).map(response.bufferFactory()::wrap);
            HttpHeaders headers = response.getHeaders();
            headers.setContentType(new MediaType(MediaType.TEXT_EVENT_STREAM, StandardCharsets.UTF_8));
            headers.setCacheControl("no-cache");
            // Tells nginx to pass each event on at once.
            headers.set("X-Accel-Buffering", "no");
            return response.writeAndFlushWith(buffers.map(Mono::just));
        });
    }

    private static Flux<byte[]> errorsInside(Flux<byte[]> frames) {
        return Flux.defer(() -> {
            AtomicBoolean started = new AtomicBoolean();
            return frames.doOnNext(_ -> started.set(true)).onErrorResume(
                    error -> started.get() ? Flux.just(data(OpenAiErrors.of(error).error())) : Flux.error(error));
        });
    }

    /** An error waits until the frames before it are out: a plain merge would drop those still queued. */
    private Flux<byte[]> withHeartbeat(Flux<byte[]> frames) {
        return frames.publish(shared -> Flux.mergeDelayError(Queues.SMALL_BUFFER_SIZE, shared,
                Flux.interval(properties.heartbeat()).map(_ -> HEARTBEAT).onBackpressureDrop()
                        .takeUntilOther(shared.ignoreElements().onErrorComplete())));
    }

    /** A frame of an event without a name. */
    public static byte[] data(Object value) {
        byte[] json = OpenAiJson.write(value);
        byte[] frame = new byte[json.length + 8];
        System.arraycopy("data: ".getBytes(StandardCharsets.UTF_8), 0, frame, 0, 6);
        System.arraycopy(json, 0, frame, 6, json.length);
        frame[json.length + 6] = '\n';
        frame[json.length + 7] = '\n';
        return frame;
    }
}
