package io.azulejo.server.generation;

import java.net.URI;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import io.azulejo.server.attachment.UploadProperties;
import io.azulejo.server.conversation.ConversationSummary;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;

/**
 * Takes messages, as forms with pictures or as JSON, into new conversations and old ones. Who asks for an event stream
 * reads the answer at once; others get the ids under which they find it.
 */
@RestController
@RequestMapping("/api/v1/conversations")
class QuestionController {

    private final Questions questions;
    private final QuestionForm forms;
    private final ParameterReader parameters;
    private final UploadProperties limits;
    private final Conversations conversations;
    private final GenerationStreams streams;
    private final Blocking blocking;

    QuestionController(Questions questions, QuestionForm forms, ParameterReader parameters, UploadProperties limits,
            Conversations conversations, GenerationStreams streams, Blocking blocking) {
        this.questions = questions;
        this.forms = forms;
        this.parameters = parameters;
        this.limits = limits;
        this.conversations = conversations;
        this.streams = streams;
        this.blocking = blocking;
    }

    /** Makes a conversation, empty or with a first message. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Answers
    @ApiResponse(responseCode = "201", description = "an empty conversation is made", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ConversationSummary.class)))
    Mono<ResponseEntity<Object>> create(Person person, @RequestBody QuestionRequest request,
            @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        Question question = request.toQuestion(person, null, parameters, limits, RequestKey.check(key));
        if (!request.isEmpty()) {
            return ask(question, models, exchange);
        }
        if (question.model() != null) {
            models.require(question.model());
        }
        return blocking.call(() -> conversations.create(question.newConversation()))
                .map(made -> ResponseEntity.created(URI.create("/api/v1/conversations/" + made.id())).body(made));
    }

    /** Makes a conversation with a first message. */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Answers
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(implementation = QuestionFields.class)))
    Mono<ResponseEntity<Object>> createFromForm(Person person,
            @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        return askByForm(person, null, key, models, exchange);
    }

    /** Appends a message to a conversation and has it answered. */
    @PostMapping(path = "/{id}/messages", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Answers
    Mono<ResponseEntity<Object>> append(Person person, @PathVariable UUID id, @RequestBody QuestionRequest request,
            @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        return ask(request.toQuestion(person, id, parameters, limits, RequestKey.check(key)), models, exchange);
    }

    /** Appends a message to a conversation and has it answered. */
    @PostMapping(path = "/{id}/messages", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Answers
    @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(implementation = QuestionFields.class)))
    Mono<ResponseEntity<Object>> appendFromForm(Person person, @PathVariable UUID id,
            @RequestHeader(name = RequestKey.HEADER, required = false) @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        return askByForm(person, id, key, models, exchange);
    }

    private Mono<ResponseEntity<Object>> askByForm(Person person, @Nullable UUID conversation, @Nullable String key,
            PermittedModels models, ServerWebExchange exchange) {
        String requestKey = RequestKey.check(key);
        return exchange.getMultipartData().flatMap(form -> forms.read(person, conversation, form, requestKey))
                .flatMap(question -> ask(question, models, exchange));
    }

    private Mono<ResponseEntity<Object>> ask(Question question, PermittedModels models, ServerWebExchange exchange) {
        return blocking.call(() -> questions.ask(question, models))
                .map(accepted -> streams.answer(accepted, exchange.getRequest()));
    }
}
