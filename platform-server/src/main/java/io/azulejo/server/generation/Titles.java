package io.azulejo.server.generation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.azulejo.api.model.FinishReason;
import io.azulejo.api.model.GenerationOptions;
import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.BranchMessage;
import io.azulejo.server.conversation.ConversationTitle;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.limit.Admission;
import io.azulejo.server.limit.Asked;
import io.azulejo.server.limit.Limits;
import io.azulejo.server.model.AvailableModel;
import io.azulejo.server.model.ModelCatalog;
import io.azulejo.server.model.RoutingChatModel;
import io.azulejo.server.security.Person;

/**
 * Has conversations titled by a model once they have their first answer: one after the other and after everybody's
 * answers, so that nobody waits for a title. A conversation that gets none keeps the title that it has.
 */
@Component
class Titles implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Titles.class);
    private static final int MOST_WAITING = 100;
    private static final int LAST_PRIORITY = -1_000_000;
    /** A title needs no more of a text to be made of it. */
    private static final int MOST_CHARACTERS = 2000;

    private final Conversations conversations;
    private final ModelCatalog models;
    private final RoutingChatModel chatModel;
    private final Limits limits;
    private final TitleProperties properties;
    /** Where more come than can be made, the rest keep the titles that they have. */
    private final ExecutorService executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING), Thread.ofVirtual().name("titles").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    Titles(Conversations conversations, ModelCatalog models, RoutingChatModel chatModel, Limits limits,
            TitleProperties properties) {
        this.conversations = conversations;
        this.models = models;
        this.chatModel = chatModel;
        this.limits = limits;
        this.properties = properties;
    }

    @TransactionalEventListener
    void make(AnswerEnded ended) {
        AnswerRecord answer = ended.answer();
        if (properties.enabled() && answer.status().equals(GenerationStatus.COMPLETED.wireName())
                && (properties.model() != null || !properties.except().contains(answer.model()))) {
            executor.execute(() -> make(answer));
        }
    }

    private void make(AnswerRecord answer) {
        UUID conversation = answer.conversation();
        try {
            Optional<UUID> owner = conversations.ownerWhereTitledByText(conversation);
            if (owner.isPresent()) {
                List<BranchMessage> branch = conversations.branch(conversation, answer.answer());
                if (branch.stream().filter(message -> message.role() == Role.USER).count() == 1) {
                    title(owner.get(), branch, answer.model())
                            .ifPresent(title -> conversations.titleByModel(conversation, title));
                }
            }
        } catch (RuntimeException e) {
            log.debug("The conversation {} gets no title from a model", conversation, e);
        }
    }

    /** Its tokens are the owner's; where those are used up, there is no title. */
    private Optional<String> title(UUID owner, List<BranchMessage> branch, String answered) {
        String asked = properties.prompt().replace("{question}", begin(branch.get(branch.size() - 2)))
                .replace("{answer}", begin(branch.getLast()));
        AvailableModel model = models.require(properties.model() == null ? answered : properties.model());
        Prompt prompt = new Prompt(new UserMessage(asked), GenerationOptions.builder().model(model.id())
                .maxTokens(properties.maxTokens()).priority(LAST_PRIORITY).timeout(properties.timeout()).build());
        Admission admission = limits.decide(new Asked(new Person(owner, "", false, null), model.id(),
                () -> model.measure(prompt), properties.maxTokens(), 1, false)).admission();
        if (admission == null) {
            return Optional.empty();
        }
        admission.hold();
        ChatResponse response;
        try {
            response = admission.count(Flux.defer(() -> Mono.fromCallable(() -> chatModel.call(prompt)))).blockLast();
        } finally {
            admission.end();
        }
        return Optional.ofNullable(response).map(ChatResponse::getResult)
                .filter(result -> FinishReason.STOP.wireName().equals(result.getMetadata().getFinishReason()))
                .flatMap(result -> ConversationTitle
                        .fromModel(Objects.requireNonNullElse(result.getOutput().getText(), "")));
    }

    private static String begin(BranchMessage message) {
        String text = PromptBuilder.text(message).strip();
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MOST_CHARACTERS - 1))) + "…";
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
