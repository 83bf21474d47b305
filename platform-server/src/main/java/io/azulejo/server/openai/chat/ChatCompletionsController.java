package io.azulejo.server.openai.chat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.model.RoutingChatModel;
import io.azulejo.server.openai.OpenAiErrors;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.server.openai.OpenAiProperties;
import io.azulejo.server.openai.RequestBodies;

/**
 * Answers chats, whole or piece by piece. A client that goes away cancels the answer in both cases, and nothing of it
 * is kept: the durable conversations have an API of their own.
 */
@RestController
class ChatCompletionsController implements ChatCompletionsApi {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final RoutingChatModel chatModel;
    private final ModelCatalog catalog;
    private final RequestBodies bodies;
    private final OpenAiProperties properties;

    ChatCompletionsController(RoutingChatModel chatModel, ModelCatalog catalog, RequestBodies bodies,
            OpenAiProperties properties) {
        this.chatModel = chatModel;
        this.catalog = catalog;
        this.bodies = bodies;
        this.properties = properties;
    }

    @Override
    @PostMapping("/v1/chat/completions")
    public Mono<Void> create(ServerWebExchange exchange) {
        // Large bodies take a while to read and to decode: not on an event loop.
        return bodies.read(exchange).publishOn(Schedulers.boundedElastic()).flatMap(body -> {
            ChatCompletionCall call = RequestTranslator
                    .translate(OpenAiJson.read(body, ChatCompletionRequest.class), catalog.defaultModel());
            AnswerTranslator translator = new AnswerTranslator("chatcmpl-" + UUID.randomUUID().toString().replace("-",
                    ""), Instant.now().getEpochSecond(), call.model());
            return call.stream()
                    ? stream(call, translator, exchange.getResponse())
                    : whole(call, translator, exchange.getResponse());
        });
    }

    @Override
    @PostMapping("/v1/chat/completions/input_tokens")
    public Mono<Void> inputTokens(ServerWebExchange exchange) {
        return bodies.read(exchange).publishOn(Schedulers.boundedElastic()).flatMap(body -> {
            ChatCompletionCall call = RequestTranslator
                    .translate(OpenAiJson.read(body, ChatCompletionRequest.class), catalog.defaultModel());
            return write(InputTokens.of(catalog.require(call.model()).measure(call.prompt())),
                    exchange.getResponse());
        });
    }

    private Mono<Void> whole(ChatCompletionCall call, AnswerTranslator translator, ServerHttpResponse response) {
        return Flux.fromIterable(call.prompts())
                .flatMapSequential(prompt -> chatModel.stream(prompt).collectList(), call.choices()).collectList()
                .map(translator::completion).flatMap(completion -> write(completion, response));
    }

    private static Mono<Void> write(Object value, ServerHttpResponse response) {
        return Mono.defer(() -> {
            byte[] body = OpenAiJson.write(value);
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            response.getHeaders().setContentLength(body.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        });
    }

    private Mono<Void> stream(ChatCompletionCall call, AnswerTranslator translator, ServerHttpResponse response) {
        Flux<byte[]> chunks = translator
                .chunks(call.prompts().stream().map(chatModel::stream).toList(), call.includeUsage())
                .map(ChatCompletionsController::frame).concatWithValues(DONE);
        Flux<DataBuffer> frames = errorsInside(withHeartbeat(chunks)).map(response.bufferFactory()::wrap);
        response.getHeaders().setContentType(new MediaType(MediaType.TEXT_EVENT_STREAM, StandardCharsets.UTF_8));
        response.getHeaders().setCacheControl("no-cache");
        // Tells nginx to pass each event on at once.
        response.getHeaders().set("X-Accel-Buffering", "no");
        return response.writeAndFlushWith(frames.map(Mono::just));
    }

    /** An error before the first frame has a status of its own; after it, the error is the last frame. */
    private static Flux<byte[]> errorsInside(Flux<byte[]> frames) {
        return Flux.defer(() -> {
            AtomicBoolean started = new AtomicBoolean();
            return frames.doOnNext(_ -> started.set(true)).onErrorResume(
                    error -> started.get() ? Flux.just(frame(OpenAiErrors.of(error).error())) : Flux.error(error));
        });
    }

    /** An error waits until the frames before it are out: a plain merge would drop those still queued. */
    private Flux<byte[]> withHeartbeat(Flux<byte[]> frames) {
        return frames.publish(shared -> Flux.mergeDelayError(Queues.SMALL_BUFFER_SIZE, shared,
                Flux.interval(properties.heartbeat()).map(_ -> HEARTBEAT).onBackpressureDrop()
                        .takeUntilOther(shared.ignoreElements().onErrorComplete())));
    }

    private static byte[] frame(Object value) {
        byte[] json = OpenAiJson.write(value);
        byte[] frame = new byte[json.length + 8];
        System.arraycopy("data: ".getBytes(StandardCharsets.UTF_8), 0, frame, 0, 6);
        System.arraycopy(json, 0, frame, 6, json.length);
        frame[json.length + 6] = '\n';
        frame[json.length + 7] = '\n';
        return frame;
    }
}
