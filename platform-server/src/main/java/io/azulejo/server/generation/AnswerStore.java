package io.azulejo.server.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.conversation.NewMessage;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.database.DatabaseTime;

/** Stores the beginnings of answers. All methods block. */
@Service
class AnswerStore {

    private final Conversations conversations;
    private final GenerationRepository generations;
    private final GenerationLog log;
    private final GenerationEvents events;
    private final ParameterReader parameters;
    private final Instance instance;
    private final ManifestStore manifests;

    AnswerStore(Conversations conversations, GenerationRepository generations, GenerationLog log,
            GenerationEvents events, ParameterReader parameters, Instance instance, ManifestStore manifests) {
        this.conversations = conversations;
        this.generations = generations;
        this.log = log;
        this.events = events;
        this.parameters = parameters;
        this.instance = instance;
        this.manifests = manifests;
    }

    /** What was asked under a key in a conversation: a question with its first answer, or another answer. */
    @Transactional(readOnly = true)
    public Optional<Accepted> find(UUID conversation, String key) {
        return conversations.findMessageByRequestKey(conversation, key)
                .flatMap(asked -> asked.role() == Role.ASSISTANT
                        ? Optional.of(asked)
                        : conversations.answerTo(conversation, asked.id()))
                .flatMap(answer -> generations.findByAnswerId(answer.id()).map(generation -> new Accepted(conversation,
                        Objects.requireNonNull(answer.parent()), answer.id(), generation.getId())));
    }

    /** Stores an answer to a question, empty or with how it begins, and its generation under an id. */
    @Transactional
    public Stored begin(UUID id, UUID conversation, UUID question, Beginning beginning) {
        UUID answer = conversations.append(conversation,
                new NewMessage(question, Role.ASSISTANT, List.of(), beginning.requestKey()));
        generations.save(new Generation(id, conversation, answer,
                instance.id(), beginning.model(), parameters.write(beginning.parameters()),
                beginning.size().promptTokens(), beginning.size().imageTokens(), beginning.continues(),
                beginning.seam(),
                DatabaseTime.now()));
        generations.flush();
        manifests.begin(id, beginning.size());
        List<GenerationEvent> stored = new ArrayList<>();
        stored.add(events.queued(1, conversation, question, answer, id, beginning.model()));
        if (!beginning.text().isEmpty()) {
            stored.add(events.text(2, beginning.text()));
        }
        stored.forEach(event -> log.append(id, event));
        return new Stored(new Accepted(conversation, question, answer, id), beginning.text(), stored);
    }

    /**
     * How an answer begins.
     *
     * @param continues the answer that this one goes on with, if any
     * @param text what that one said
     * @param seam the seams of that one
     * @param requestKey the key by which its sender knows the request again, where it asks for an answer alone
     */
    record Beginning(String model, GenerationParameters parameters, PromptSize size, @Nullable UUID continues,
            String text, List<AnswerRecord.Seam> seam, @Nullable String requestKey) {

        static Beginning empty(String model, GenerationParameters parameters, PromptSize size,
                @Nullable String requestKey) {
            return new Beginning(model, parameters, size, null, "", List.of(), requestKey);
        }
    }

    /**
     * An answer that is stored and to be made.
     *
     * @param text what it says already
     * @param events the first ones of the generation's log, which are stored too
     */
    record Stored(Accepted accepted, String text, List<GenerationEvent> events) {}
}
