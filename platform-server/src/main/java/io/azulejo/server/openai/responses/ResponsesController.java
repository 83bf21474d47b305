package io.azulejo.server.openai.responses;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.limit.Asked;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.openai.Frames;
import io.azulejo.server.openai.OpenAiException;
import io.azulejo.server.openai.OpenAiJson;
import io.azulejo.server.openai.RequestBodies;
import io.azulejo.server.openai.RequestLimits;
import io.azulejo.server.openai.WebPictures;
import io.azulejo.server.security.Person;

/**
 * Makes responses, shows them again, cancels and deletes them. In the foreground a client that goes away cancels its
 * response; in the background nobody need wait.
 */
@RestController
class ResponsesController implements ResponsesApi {

    private final Responses responses;
    private final ResponseStore store;
    private final RequestBodies bodies;
    private final Frames frames;
    private final RequestLimits limits;
    private final WebPictures webPictures;
    private final Blocking blocking;

    ResponsesController(Responses responses, ResponseStore store, RequestBodies bodies,
            Frames frames, RequestLimits limits, WebPictures webPictures, Blocking blocking) {
        this.responses = responses;
        this.store = store;
        this.bodies = bodies;
        this.frames = frames;
        this.limits = limits;
        this.webPictures = webPictures;
        this.blocking = blocking;
    }

    @Override
    @PostMapping("/v1/responses")
    public Mono<Void> create(ServerWebExchange exchange, Person person, PermittedModels models) {
        ServerHttpResponse http = exchange.getResponse();
        return call(exchange, person, models).flatMap(call -> {
            AvailableModel model = models.require(call.model());
            Asked asked = new Asked(person, model.id(), () -> model.measure(call.prompt()),
                    GenerationOptions.from(call.prompt().getOptions()).maxTokens(), 1);
            if (call.store()) {
                return blocking.call(() -> responses.begin(call, model, limits.admit(asked, http)))
                        .flatMap(run -> begun(call, run, http));
            }
            return blocking.call(() -> limits.admit(asked, http))
                    .flatMap(admitted -> Mono.usingWhen(Mono.fromSupplier(admitted::hold), admission -> call.stream()
                            ? frames.write(responses.passing(call, model, admission).map(ResponseEvent::frame), http)
                            : responses.whole(call, model, admission).flatMap(whole -> frames.write(whole, http)),
                            admission -> blocking.run(admission::end)));
        });
    }

    private Mono<Void> begun(ResponseCall call, ResponseRun run, ServerHttpResponse http) {
        if (call.stream()) {
            Flux<byte[]> events = responses.events(call.id(), -1).map(ResponseEvent::frame);
            return frames.write(call.background() ? events : events.doOnCancel(() -> cancel(run)), http);
        }
        if (call.background()) {
            return frames.write(call.response(), http);
        }
        return run.events().then().doOnCancel(() -> cancel(run)).then(Mono.defer(() -> {
            Throwable error = run.error();
            return error != null && run.response().output().isEmpty()
                    ? Mono.<Void>error(error)
                    : frames.write(run.response(), http);
        }));
    }

    private static void cancel(ResponseRun run) {
        run.end(new ResponseRun.Outcome.Cancelled());
    }

    @Override
    @PostMapping("/v1/responses/input_tokens")
    public Mono<Void> inputTokens(ServerWebExchange exchange, Person person, PermittedModels models) {
        return call(exchange, person, models).flatMap(call -> blocking
                .call(() -> new InputTokenCount("response.input_tokens",
                        models.require(call.model()).measure(call.prompt()).promptTokens()))
                .flatMap(count -> frames.write(count, exchange.getResponse())));
    }

    private Mono<ResponseCall> call(ServerWebExchange exchange, Person person, PermittedModels models) {
        return bodies.read(exchange)
                .flatMap(body -> blocking.call(() -> OpenAiJson.read(body, ResponseRequest.class)))
                .flatMap(request -> webPictures.fetch(places(request.input()), exchange)
                        .then(blocking.call(() -> {
                            InputItems history = responses.history(person.id(), ResponseCall.previous(request));
                            return ResponseCall.of(TimeOrderedId.next(), person, request, history,
                                    models::defaultModel);
                        })));
    }

    private static WebPictures.Places places(@Nullable JsonNode input) {
        WebPictures.Places places = new WebPictures.Places();
        for (int i = 0; input != null && input.isArray() && i < input.size(); i++) {
            if (input.get(i).path("role").asString("").equals("user")) {
                places.addParts("input[" + i + "].content", input.get(i).get("content"), "input_image");
            }
        }
        return places;
    }

    @Override
    @GetMapping("/v1/responses/{id}")
    public Mono<Void> read(@PathVariable String id, @RequestParam(required = false) @Nullable String stream,
            @RequestParam(name = "starting_after", required = false) @Nullable String startingAfter,
            ServerWebExchange exchange, Person person) {
        boolean streamed = stream != null && flag(stream);
        int after = startingAfter == null ? -1 : number(startingAfter);
        if (startingAfter != null && !streamed) {
            throw OpenAiException.invalid("starting_after", "'starting_after' is only allowed where 'stream' is true.");
        }
        UUID uuid = ResponseId.parse(id);
        return blocking.call(() -> store.require(person.id(), uuid).response())
                .flatMap(response -> streamed
                        ? frames.write(responses.events(uuid, after).map(ResponseEvent::frame), exchange.getResponse())
                        : frames.write(response, exchange.getResponse()));
    }

    @Override
    @GetMapping("/v1/responses/{id}/input_items")
    public Mono<Void> inputItems(@PathVariable String id, ServerWebExchange exchange, Person person) {
        UUID uuid = ResponseId.parse(id);
        return blocking.call(() -> items(uuid, store.require(person.id(), uuid)))
                .flatMap(items -> frames.write(items, exchange.getResponse()));
    }

    private static ItemList items(UUID id, ResponseStore.Row row) {
        JsonNode input = JsonMapper.shared().readTree(row.input());
        List<JsonNode> items = input.valueStream().<JsonNode>map(item -> {
            if (item instanceof ObjectNode object) {
                object.put("id", String.valueOf(object.path("id").asString("item_" + id.toString().replace("-", ""))));
                object.put("type", object.path("type").asString("message"));
            }
            return item;
        }).toList();
        String first = items.isEmpty() ? "" : items.getFirst().path("id").asString("");
        return new ItemList("list", items, first, items.isEmpty() ? "" : items.getLast().path("id").asString(""),
                false);
    }

    @Override
    @PostMapping("/v1/responses/{id}/cancel")
    public Mono<Void> cancel(@PathVariable String id, ServerWebExchange exchange, Person person) {
        return responses.cancel(person.id(), ResponseId.parse(id))
                .flatMap(response -> frames.write(response, exchange.getResponse()));
    }

    @Override
    @DeleteMapping("/v1/responses/{id}")
    public Mono<Void> delete(@PathVariable String id, ServerWebExchange exchange, Person person) {
        UUID uuid = ResponseId.parse(id);
        return blocking.run(() -> responses.delete(person.id(), uuid)).then(
                frames.write(new Deleted(id, "response", true), exchange.getResponse()));
    }

    private static boolean flag(String stream) {
        return switch (stream) {
            case "true" -> true;
            case "false" -> false;
            default -> throw OpenAiException.wrongType("stream", "must be true or false.");
        };
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw OpenAiException.wrongType("starting_after", "must be the number of an event.");
        }
        return Integer.parseInt(text);
    }
}
