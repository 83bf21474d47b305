package io.azulejo.server.openai.chat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.limit.Admission;
import io.azulejo.server.limit.Asked;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.model.RoutingChatModel;
import io.azulejo.server.openai.Frames;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.server.openai.RequestBodies;
import io.azulejo.server.openai.RequestLimits;
import io.azulejo.server.openai.WebPictures;
import io.azulejo.server.security.Person;

/**
 * Answers chats, whole or piece by piece. A client that goes away cancels the answer in both cases, and nothing of it
 * is kept: the durable conversations have an API of their own.
 */
@RestController
class ChatCompletionsController implements ChatCompletionsApi {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final RoutingChatModel chatModel;
    private final RequestBodies bodies;
    private final Frames frames;
    private final RequestLimits limits;
    private final WebPictures webPictures;

    ChatCompletionsController(RoutingChatModel chatModel, RequestBodies bodies,
            Frames frames, RequestLimits limits, WebPictures webPictures) {
        this.chatModel = chatModel;
        this.bodies = bodies;
        this.frames = frames;
        this.limits = limits;
        this.webPictures = webPictures;
    }

    @Override
    @PostMapping("/v1/chat/completions")
    public Mono<Void> create(ServerWebExchange exchange, Person person, PermittedModels models) {
        return call(exchange, person, models).flatMap(call -> {
            AvailableModel model = models.require(call.model());
            AnswerTranslator translator = new AnswerTranslator("chatcmpl-" + UUID.randomUUID().toString().replace("-",
                    ""), Instant.now().getEpochSecond(), call.model());
            Integer most = GenerationOptions.from(call.prompt().getOptions()).maxTokens();
            Admission admitted = limits.admit(new Asked(person, model.id(), () -> model.measure(call.prompt()), most,
                    call.choices()), exchange.getResponse());
            return Mono.usingWhen(Mono.fromSupplier(admitted::hold), admission -> {
                Function<Prompt, Flux<ChatResponse>> answer = prompt -> admission
                        .count(chatModel.stream(model, prompt));
                return call.stream()
                        ? stream(call, answer, translator, exchange.getResponse())
                        : whole(call, answer, translator, exchange.getResponse());
            }, ChatCompletionsController::end);
        });
    }

    @Override
    @PostMapping("/v1/chat/completions/input_tokens")
    public Mono<Void> inputTokens(ServerWebExchange exchange, Person person, PermittedModels models) {
        return call(exchange, person, models).flatMap(call -> frames.write(
                InputTokens.of(models.require(call.model()).measure(call.prompt())), exchange.getResponse()));
    }

    private Mono<ChatCompletionCall> call(ServerWebExchange exchange, Person person, PermittedModels models) {
        // Large bodies take a while to read and to decode: not on an event loop.
        return bodies.read(exchange).publishOn(Schedulers.boundedElastic()).flatMap(body -> {
            ChatCompletionRequest request = OpenAiJson.read(body, ChatCompletionRequest.class);
            return webPictures.fetch(places(request.messages()), exchange).then(Mono
                    .fromSupplier(() -> RequestTranslator.translate(request, models::defaultModel, person)));
        });
    }

    private static WebPictures.Places places(@Nullable List<ChatCompletionRequest.Message> messages) {
        WebPictures.Places places = new WebPictures.Places();
        for (int i = 0; messages != null && i < messages.size(); i++) {
            ChatCompletionRequest.@Nullable Message message = messages.get(i);
            if (message != null && "user".equals(message.role())) {
                places.addParts("messages[" + i + "].content", message.content(), "image_url");
            }
        }
        return places;
    }

    private static Mono<Void> end(Admission admission) {
        return Mono.<Void>fromRunnable(admission::end).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> whole(ChatCompletionCall call, Function<Prompt, Flux<ChatResponse>> answer,
            AnswerTranslator translator,
            ServerHttpResponse response) {
        return Flux.fromIterable(call.prompts())
                .flatMapSequential(prompt -> answer.apply(prompt).collectList(), call.choices())
                .collectList()
                .map(translator::completion).flatMap(completion -> frames.write(completion, response));
    }

    private Mono<Void> stream(ChatCompletionCall call, Function<Prompt, Flux<ChatResponse>> answer,
            AnswerTranslator translator,
            ServerHttpResponse response) {
        Flux<byte[]> chunks = translator
                .chunks(call.prompts().stream().map(answer).toList(),
                        call.includeUsage())
                .map(Frames::data).concatWithValues(DONE);
        return frames.write(chunks, response);
    }
}
