package io.azulejo.server.generation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.AnswerRecords;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.web.ProblemException;

/** The transactions of a generation. All methods block. */
@Service
class GenerationStore implements AnswerRecords {

    private static final List<GenerationStatus> UNFINISHED = List.of(GenerationStatus.QUEUED,
            GenerationStatus.RUNNING);

    private final GenerationRepository generations;
    private final GenerationLog log;
    private final GenerationEvents events;
    private final Conversations conversations;
    private final Instance instance;
    private final GenerationOwners owners;
    private final EventWriter writer;
    private final OwnAnswers own;
    private final ManifestStore manifests;
    private final ApplicationEventPublisher listeners;
    private final ParameterReader parameters;
    private final TransactionTemplate transaction;

    GenerationStore(GenerationRepository generations, GenerationLog log, GenerationEvents events,
            Conversations conversations, Instance instance, GenerationOwners owners, EventWriter writer,
            ManifestStore manifests, ApplicationEventPublisher listeners, ParameterReader parameters,
            PlatformTransactionManager transactions) {
        this.generations = generations;
        this.log = log;
        this.events = events;
        this.conversations = conversations;
        this.instance = instance;
        this.owners = owners;
        this.writer = writer;
        this.own = new OwnAnswers(log, instance);
        this.manifests = manifests;
        this.listeners = listeners;
        this.parameters = parameters;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Marks the generation as handed to the backend. */
    @Transactional
    public GenerationEvent start(UUID id, int seq) {
        holdMine(id).start(DatabaseTime.now());
        return append(id, events.started(seq));
    }

    /** Returns when it is committed, with whatever other answers had to store at the time. */
    GenerationEvent append(UUID id, int seq, String text) {
        GenerationEvent event = events.text(seq, text);
        if (!writer.append(own, id, event)) {
            throw new NotOwnerException(id);
        }
        return event;
    }

    /** Another deployment goes on with the answer. */
    @Transactional
    public GenerationEvent goOn(UUID id, int seq, AnswerRecord.Seam place) {
        holdMine(id).goOn(place);
        return append(id, events.seam(seq, place.offset()));
    }

    private GenerationEvent append(UUID id, GenerationEvent event) {
        if (!log.appendAs(instance.id(), id, event)) {
            throw new NotOwnerException(id);
        }
        return event;
    }

    /** Makes the answer final: its message, its record and the end of its log, all or nothing. */
    @Transactional
    public GenerationEvent end(UUID id, int seq, Outcome outcome, String text, @Nullable Instant firstToken,
            AnswerTrace.Told told) {
        Generation mine = holdMine(id);
        manifests.end(id, told);
        return end(mine, seq, outcome, text, firstToken);
    }

    private Generation holdMine(UUID id) {
        return generations.hold(id)
                .filter(generation -> generation.isOwnedBy(instance.id()) && !generation.status().isFinal())
                .orElseThrow(() -> new NotOwnerException(id));
    }

    private GenerationEvent end(Generation held, int seq, Outcome outcome, String text, @Nullable Instant firstToken) {
        held.end(outcome, firstToken, DatabaseTime.now());
        conversations.complete(held.answerId(), text);
        GenerationEvent event = events.end(seq, held.view());
        log.append(held.getId(), event);
        listeners.publishEvent(new AnswerEnded(held.view()));
        return event;
    }

    /**
     * Ends what dead instances left unfinished, with the texts as far as they came. Of several instances that do so at
     * the same time exactly one ends each answer.
     *
     * @return those that this one ended
     */
    public Set<UUID> interruptThoseOfTheDead() {
        Set<UUID> interrupted = new LinkedHashSet<>();
        for (Optional<UUID> one = interruptNext(); one.isPresent(); one = interruptNext()) {
            interrupted.add(one.get());
        }
        return interrupted;
    }

    private Optional<UUID> interruptNext() {
        return Objects.requireNonNull(transaction.execute(_ -> {
            Optional<UUID> dead = owners.holdOneOfTheDead();
            dead.ifPresent(this::cutOff);
            return dead;
        }));
    }

    /** Ends an answer with the text as far as it came; one that has ended stays as it is. */
    @Transactional
    public void interrupt(UUID id) {
        cutOff(id);
    }

    private void cutOff(UUID id) {
        generations.hold(id).filter(generation -> !generation.status().isFinal())
                .ifPresent(generation -> end(generation, log.lastSeq(id) + 1,
                        generation.isStopRequested() ? Outcome.stopped() : Outcome.interrupted(), log.text(id), null));
    }

    /** Clears away the pieces of answers that ended before that; their ends stay, and tell how they ended. */
    @Transactional
    public int clearEndedBefore(Duration age, int limit) {
        return log.clearEndedBefore(age, limit);
    }

    /** Asks the instance that makes the answer to stop it; false where it has ended. */
    @Transactional
    public boolean requestStop(UUID id) {
        return owners.requestStop(id);
    }

    @Transactional(readOnly = true)
    public List<GenerationOwners.Mine> mine() {
        return owners.mine();
    }

    /** @throws ProblemException 404 where there is none of this id */
    @Transactional(readOnly = true)
    public AnswerRecord require(UUID id) {
        return generations.findById(id).map(Generation::view).orElseThrow(() -> unknown(id));
    }

    /** @throws ProblemException 404 where no conversation of this person's has one of this id */
    @Transactional(readOnly = true)
    public AnswerRecord require(UUID person, UUID id) {
        return generations.findByPersonAndId(person, id).map(Generation::view).orElseThrow(() -> unknown(id));
    }

    @Transactional(readOnly = true)
    public Optional<AnswerRecord> ofAnswer(UUID answer) {
        return generations.findByAnswerId(answer).map(Generation::view);
    }

    /** @throws ProblemException 409 where one of these answers is still being made */
    @Transactional(readOnly = true)
    public void requireEnded(Collection<UUID> answers) {
        generations.findByAnswerIdInAndStatusIn(answers, UNFINISHED).stream().findFirst().ifPresent(running -> {
            throw inProgress(running.view());
        });
    }

    static ProblemException inProgress(AnswerRecord answer) {
        return ProblemException.of(HttpStatus.CONFLICT, "answer-in-progress", "An answer is in progress",
                "The answer '" + answer.answer() + "' is still being made. Wait for its end, or stop it with "
                        + "POST /api/v1/generations/" + answer.id() + "/stop.");
    }

    /** The events after one, as far as they are stored. */
    @Transactional(readOnly = true)
    public Page read(UUID id, int after, int limit) {
        List<GenerationEvent> found = log.read(id, after, limit);
        boolean last = found.isEmpty() ? !isToGoOn(id, after) : found.getLast().isEnd();
        return new Page(found, last);
    }

    /** Not so where its end was read before, or it is deleted. */
    private boolean isToGoOn(UUID id, int after) {
        return generations.findById(id).filter(generation -> !generation.status().isFinal() || after < log.lastSeq(id))
                .isPresent();
    }

    @Transactional(readOnly = true)
    public int lastSeq(UUID id) {
        return log.lastSeq(id);
    }

    @Override
    public Map<UUID, AnswerRecord> ofConversation(UUID conversation) {
        return generations.findByConversationId(conversation).stream()
                .collect(Collectors.toMap(Generation::answerId, Generation::view));
    }

    @Override
    public Map<UUID, String> textsInProgress(UUID conversation) {
        return generations.findByConversationIdAndStatusIn(conversation, UNFINISHED).stream()
                .collect(Collectors.toMap(Generation::answerId, generation -> log.text(generation.getId())));
    }

    @Override
    @Transactional
    public void stopAll(UUID conversation) {
        generations.findByConversationIdAndStatusIn(conversation, UNFINISHED)
                .forEach(running -> owners.requestStop(running.getId()));
    }

    @Override
    @Transactional
    public void copy(Map<UUID, UUID> answers, UUID conversation) {
        requireEnded(answers.keySet());
        for (Generation generation : generations.findByAnswerIdIn(answers.keySet())) {
            Generation copy = generations.save(generation.copy(TimeOrderedId.next(), conversation,
                    Objects.requireNonNull(answers.get(generation.answerId()))));
            generations.flush();
            manifests.copy(generation.getId(), copy.getId());
            log.append(copy.getId(), events.end(1, copy.view()));
        }
    }

    @Override
    @Transactional
    public void restore(AnswerRecord record) {
        Generation restored = generations.save(Generation.restored(record,
                parameters.write(parameters.parse(record.parameters()))));
        generations.flush();
        log.append(restored.getId(), events.end(1, restored.view()));
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-generation", "Unknown generation",
                "There is no generation '" + id + "'.");
    }

    /**
     * Some of a log.
     *
     * @param isLast whether nothing comes after it
     */
    record Page(List<GenerationEvent> events, boolean isLast) {}
}
