package io.azulejo.server.generation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.conversation.AnswerRecords;
import io.azulejo.server.conversation.Conversations;
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

    GenerationStore(GenerationRepository generations, GenerationLog log, GenerationEvents events,
            Conversations conversations) {
        this.generations = generations;
        this.log = log;
        this.events = events;
        this.conversations = conversations;
    }

    /** Marks the generation as handed to the backend. */
    @Transactional
    public GenerationEvent start(UUID id, int seq) {
        generations.findById(id).ifPresent(generation -> generation.start(now()));
        GenerationEvent event = events.started(seq);
        log.append(id, event);
        log.commitWithoutWaiting();
        return event;
    }

    @Transactional
    public GenerationEvent append(UUID id, int seq, String text) {
        GenerationEvent event = events.text(seq, text);
        log.append(id, event);
        log.commitWithoutWaiting();
        return event;
    }

    /** Makes the answer final: its message, its record and the end of its log, all or nothing. */
    @Transactional
    public GenerationEvent end(UUID id, int seq, Outcome outcome, String text, @Nullable Instant firstToken) {
        Generation generation = generations.findById(id).orElseThrow(() -> unknown(id));
        generation.end(outcome, firstToken, now());
        conversations.complete(generation.answerId(), text);
        GenerationEvent event = events.end(seq, generation.view());
        log.append(id, event);
        return event;
    }

    /**
     * Ends what an earlier run of the application left unfinished, with the texts as far as they came.
     *
     * @return how many there were
     */
    @Transactional
    public int interruptUnfinished() {
        List<Generation> unfinished = generations.findByStatusIn(UNFINISHED);
        for (Generation generation : unfinished) {
            UUID id = generation.getId();
            end(id, log.lastSeq(id) + 1, Outcome.interrupted(), log.text(id), null);
        }
        return unfinished.size();
    }

    /** @throws ProblemException 404 where there is none of this id */
    @Transactional(readOnly = true)
    public AnswerRecord require(UUID id) {
        return generations.findById(id).map(Generation::view).orElseThrow(() -> unknown(id));
    }

    @Transactional(readOnly = true)
    public Optional<AnswerRecord> ofAnswer(UUID answer) {
        return generations.findByAnswerId(answer).map(Generation::view);
    }

    @Transactional(readOnly = true)
    public List<GenerationEvent> events(UUID id, int after, int limit) {
        return log.read(id, after, limit);
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

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-generation", "Unknown generation",
                "There is no generation '" + id + "'.");
    }
}
