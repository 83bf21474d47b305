package io.azulejo.server.vision;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.AnswerAttention;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.generation.AnswerPrompt;
import io.azulejo.server.generation.AnswerPrompts;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;

/** Shows where in the pictures a model looked as it answered. */
@RestController
@Tag(name = "Vision", description = "What a model sees")
class AttentionController {

    private final AnswerPrompts prompts;
    private final Blocking blocking;

    AttentionController(AnswerPrompts prompts, Blocking blocking) {
        this.prompts = prompts;
        this.blocking = blocking;
    }

    /** @param ranges parts of the answer, each to have maps of its own; the whole answer where absent */
    record Request(@Nullable List<AttentionView.Range> ranges) {}

    @Operation(summary = "Look at an answer once more", description = "Computed on request, at about the cost of reading "
            + "prompt and answer, by the model that gave the answer. Only models whose capabilities say `attention`.")
    @PostMapping("/api/v1/conversations/{conversation}/messages/{answer}/attention")
    Mono<AttentionView> attention(Person person, @PathVariable UUID conversation, @PathVariable UUID answer,
            @RequestBody(required = false) @Nullable Request request, PermittedModels models) {
        return blocking.call(() -> prompts.require(person.id(), conversation, answer)).flatMap(answered -> {
            List<AttentionView.Range> ranges = AttentionView.ranges(request == null ? null : request.ranges(),
                    answered.text());
            return attention(answered, models).map(attention -> AttentionView.of(answered, attention, ranges));
        });
    }

    private static Mono<AnswerAttention> attention(AnswerPrompt answered, PermittedModels models) {
        return Mono.defer(() -> models.require(answered.model()).attention(answered.prompt(), answered.text()));
    }
}
