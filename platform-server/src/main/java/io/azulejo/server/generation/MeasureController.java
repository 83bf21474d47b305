package io.azulejo.server.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.attachment.UploadProperties;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;

/** Tells what a message would cost, with all that it follows, before it is sent. Nothing is stored. */
@RestController
class MeasureController {

    private static final Set<String> FIELDS = Set.of("conversation", "parent", "text", "attachments", "system", "model",
            "options");

    private final Questions questions;
    private final ParameterReader parameters;
    private final UploadProperties limits;
    private final Blocking blocking;

    MeasureController(Questions questions, ParameterReader parameters, UploadProperties limits, Blocking blocking) {
        this.questions = questions;
        this.parameters = parameters;
        this.limits = limits;
        this.blocking = blocking;
    }

    /** @param conversation where the message would go; a new conversation where absent */
    record Request(@Nullable String conversation,
            @Schema(type = "string", nullable = true) @Nullable JsonNode parent, @Nullable String text,
            @Nullable List<String> attachments, @Nullable String system, @Nullable String model,
            @Schema(implementation = GenerationParameters.class) @Nullable JsonNode options,
            @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, JsonNode> others) {}

    /**
     * @param model the model that would answer
     * @param contextLength the most tokens of a prompt and its answer together
     * @param fits whether the prompt leaves room for an answer
     * @param pictures those of the message itself, in order
     */
    record Measure(String model, int contextLength, int promptTokens, int textTokens, int imageTokens, boolean fits,
            List<Picture> pictures) {}

    /** @param tiles all that is sent of it, the thumbnail included */
    record Picture(UUID attachment, int tiles, int tokens) {}

    @Operation(summary = "Count what a message would cost", description = "By the tokenizer and the tile planner that "
            + "the model itself uses. A conversation's earlier messages and pictures count too.")
    @PostMapping("/api/v1/measure")
    Mono<Measure> measure(Person person, @RequestBody Request request, PermittedModels models) {
        if (request.others() != null && !request.others().isEmpty()) {
            throw QuestionRequest.unknownFields(request.others().keySet(), FIELDS);
        }
        UUID conversation = request.conversation() == null
                ? null
                : QuestionRequest.id(request.conversation(), "conversation");
        Question question = new QuestionRequest(null, request.system(), request.text(), request.attachments(),
                request.parent(), request.model(), request.options(), null, null)
                .toQuestion(person, conversation, parameters, limits, null);
        return blocking.call(() -> {
            Questions.Measured measured = questions.measure(question, models);
            return view(question, measured.model(), measured.size());
        });
    }

    private static Measure view(Question question, String model, PromptSize size) {
        List<PromptSize.Picture> own = size.pictures().subList(
                size.pictures().size() - question.attachments().size(), size.pictures().size());
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            pictures.add(new Picture(question.attachments().get(i), own.get(i).tiles(), own.get(i).tokens()));
        }
        return new Measure(model, size.contextLength(), size.promptTokens(), size.textTokens(), size.imageTokens(),
                size.fits(), pictures);
    }
}
