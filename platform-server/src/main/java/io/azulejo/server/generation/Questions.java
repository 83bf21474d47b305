package io.azulejo.server.generation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.PermittedModels;
import io.azulejo.server.web.ProblemException;

/** Takes questions. Nothing is answered before it is stored, and nothing is stored that could not be run. */
@Service
class Questions {

    private static final Logger log = LoggerFactory.getLogger(Questions.class);

    private final QuestionStore store;
    private final PromptBuilder prompts;
    private final Generations generations;

    Questions(QuestionStore store, PromptBuilder prompts, Generations generations) {
        this.store = store;
        this.prompts = prompts;
        this.generations = generations;
    }

    /** Stores a question and starts its answer. Blocks. */
    Accepted ask(Question question, PermittedModels models) {
        generations.requireAccepting();
        if (question.text().isBlank() && question.attachments().isEmpty() && question.pictures().isEmpty()) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "empty-message", "Empty message",
                    "The message has neither text nor pictures. Send 'text', or at least one picture.")
                    .withParameter("text");
        }
        QuestionStore.Context context = store.context(question);
        if (context.before() != null) {
            return context.before();
        }
        AvailableModel model = models.require(modelFor(question, context, models));
        Prompt prompt = prompt(question, context, model);
        PromptSize size = PromptBuilder.requireFit(prompt, model);
        try {
            return generations.begin(question.person(), id -> store.store(id, question, context, model.id(), size),
                    model,
                    prompt, size);
        } catch (DataIntegrityViolationException e) {
            return alreadyAsked(question, e);
        }
    }

    /** What a question would cost. Nothing is stored. Blocks. */
    Measured measure(Question question, PermittedModels models) {
        QuestionStore.Context context = store.context(question);
        AvailableModel model = models.require(modelFor(question, context, models));
        return new Measured(model.id(), model.measure(prompt(question, context, model)));
    }

    /** @param model the model that would answer */
    record Measured(String model, PromptSize size) {}

    private Prompt prompt(Question question, QuestionStore.Context context, AvailableModel model) {
        return prompts.build(context.branch(), question,
                question.parameters().toOptions(model.id(), question.person()));
    }

    private static String modelFor(Question question, QuestionStore.Context context, PermittedModels models) {
        if (question.model() != null) {
            return question.model();
        }
        return context.model() == null ? models.defaultModel() : context.model();
    }

    /** Two requests under one key came together and the other one was first, or something was deleted meanwhile. */
    private Accepted alreadyAsked(Question question, DataIntegrityViolationException error) {
        Accepted before = question.requestKey() == null ? null : store.context(question).before();
        if (before == null) {
            log.debug("A question cannot be stored", error);
            throw ProblemException.of(HttpStatus.CONFLICT, "conflict", "Conflict",
                    "Something that the message names was deleted meanwhile, or its Idempotency-Key was used for "
                            + "another kind of request. Look again, and send it with a new key.");
        }
        return before;
    }
}
