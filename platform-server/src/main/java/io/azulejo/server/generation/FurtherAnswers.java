package io.azulejo.server.generation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

import io.azulejo.api.error.UnsupportedRequestException;
import io.azulejo.api.model.FinishReason;
import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.BranchMessage;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.conversation.MessageNode;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.generation.AnswerStore.Beginning;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.security.Person;
import io.azulejo.server.web.ProblemException;

/** Has a question answered once more, or an answer that was cut off gone on with. All methods block. */
@Service
class FurtherAnswers {

    private final Conversations conversations;
    private final AnswerStore answers;
    private final GenerationStore store;
    private final Generations generations;
    private final PromptBuilder prompts;
    private final ParameterReader parameters;

    FurtherAnswers(Conversations conversations, AnswerStore answers, GenerationStore store, Generations generations,
            PromptBuilder prompts, ParameterReader parameters) {
        this.conversations = conversations;
        this.answers = answers;
        this.store = store;
        this.generations = generations;
        this.prompts = prompts;
        this.parameters = parameters;
    }

    /** Another answer to the question that a message answers, or is. The one that there is may still be in the making. */
    Accepted regenerate(Person person, PermittedModels models, UUID conversation, UUID message, AnswerRequest request,
            @Nullable String key) {
        generations.requireAccepting();
        MessageNode node = conversations.requireMessage(person.id(), conversation, message);
        Optional<Accepted> before = find(conversation, key);
        if (before.isPresent()) {
            return before.get();
        }
        UUID question = switch (node.role()) {
            case USER -> node.id();
            case ASSISTANT -> Objects.requireNonNull(node.parent());
            case SYSTEM -> throw invalid("The message '" + message + "' is the system message; it has no answer.");
        };
        Optional<AnswerRecord> former = store.ofAnswer(message);
        AvailableModel model = models.require(Optional.ofNullable(request.model())
                .or(() -> former.map(AnswerRecord::model))
                .or(() -> Optional.ofNullable(conversations.require(person.id(), conversation).model()))
                .orElseGet(models::defaultModel));
        // The same seed would only give the same answer.
        GenerationParameters how = parameters(request.options(),
                former.map(record -> parameters.parse(record.parameters()).withoutSeed()));
        Prompt prompt = prompts.build(conversations.branch(conversation, question), how.toOptions(model.id(), person));
        return start(person, model, conversation, question, prompt, Beginning.empty(model.id(), how,
                PromptBuilder.requireFit(prompt, model), key));
    }

    /** A sibling of an answer that was cut off: it begins with that one's text and goes on. */
    Accepted goOn(Person person, PermittedModels models, UUID conversation, UUID answer, ContinueRequest request,
            @Nullable String key) {
        generations.requireAccepting();
        MessageNode node = conversations.requireMessage(person.id(), conversation, answer);
        Optional<Accepted> before = find(conversation, key);
        if (before.isPresent()) {
            return before.get();
        }
        AnswerRecord former = store.ofAnswer(answer)
                .orElseThrow(() -> invalid("The message '" + answer + "' is not an answer; only an answer can go on."));
        List<BranchMessage> branch = conversations.branch(conversation, answer);
        String text = PromptBuilder.text(branch.getLast());
        requireCutOff(former, text);
        AvailableModel model = models.require(former.model());
        if (!model.descriptor().capabilities().continues()) {
            throw new UnsupportedRequestException("The model '" + model.id()
                    + "' cannot go on with an answer. Regenerate the answer instead.", "model");
        }
        GenerationParameters how = parameters(request.options(), Optional.of(parameters.parse(former.parameters())));
        Prompt prompt = prompts.build(branch, how.toOptions(model.id(), person));
        return start(person, model, conversation, Objects.requireNonNull(node.parent()), prompt,
                new Beginning(model.id(), how,
                        PromptBuilder.requireFit(prompt, model), answer, text, former.seam(), key));
    }

    private static void requireCutOff(AnswerRecord answer, String text) {
        if (answer.timings().endedAt() == null) {
            throw GenerationStore.inProgress(answer);
        }
        if (FinishReason.STOP.wireName().equals(answer.finishReason())) {
            throw conflict("answer-whole", "The answer is whole",
                    "The model ended this answer itself; there is nothing to go on with. Ask a further question.");
        }
        if (text.isBlank()) {
            throw conflict("answer-empty", "The answer is empty",
                    "This answer broke off before its first word. Regenerate it instead.");
        }
    }

    private Optional<Accepted> find(UUID conversation, @Nullable String key) {
        return key == null ? Optional.empty() : answers.find(conversation, key);
    }

    private GenerationParameters parameters(@Nullable JsonNode asked, Optional<GenerationParameters> former) {
        return asked == null || asked.isNull() ? former.orElse(GenerationParameters.NONE) : parameters.read(asked);
    }

    private Accepted start(Person person, AvailableModel model, UUID conversation, UUID question, Prompt prompt,
            Beginning beginning) {
        try {
            return generations.begin(person, id -> answers.begin(id, conversation, question, beginning), model, prompt,
                    beginning.size());
        } catch (DataIntegrityViolationException e) {
            return find(conversation, beginning.requestKey()).orElseThrow(() -> conflict("conflict", "Conflict",
                    "Something that the request names was deleted meanwhile, or its Idempotency-Key was used for "
                            + "another kind of request. Look again, and send it with a new key."));
        }
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-message", "Invalid message", detail);
    }

    private static ProblemException conflict(String type, String title, String detail) {
        return ProblemException.of(HttpStatus.CONFLICT, type, title, detail);
    }
}
