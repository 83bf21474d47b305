package io.azulejo.server.generation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import io.azulejo.server.conversation.AnswerRecord;
import io.azulejo.server.database.AssignedIdEntity;

/** The durable record of one answer being made. */
@Entity
@Table(name = "generation")
class Generation extends AssignedIdEntity {

    private UUID conversationId;
    private UUID answerId;
    private @Nullable UUID owner;
    private boolean stopRequested;
    private String model;
    private String parameters;
    @Enumerated(EnumType.STRING)
    private GenerationStatus status;
    private @Nullable String finishReason;
    private @Nullable String error;
    private @Nullable UUID continuesId;
    @Convert(converter = SeamConverter.class)
    private List<AnswerRecord.Seam> seam = List.of();
    private @Nullable Integer promptTokens;
    private @Nullable Integer imageTokens;
    private @Nullable Integer cachedTokens;
    private @Nullable Integer completionTokens;
    private Instant queuedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant firstTokenAt;
    private @Nullable Instant endedAt;

    /**
     * @param owner the instance that makes the answer, if it is to be made
     * @param parameters the options as JSON
     * @param promptTokens as counted before the backend was asked
     * @param imageTokens as counted before the backend was asked
     * @param continuesId the answer that this one goes on with, if any
     * @param seam those of that answer
     */
    Generation(UUID id, UUID conversationId, UUID answerId, @Nullable UUID owner, String model, String parameters,
            int promptTokens, int imageTokens, @Nullable UUID continuesId, List<AnswerRecord.Seam> seam,
            Instant queuedAt) {
        super(id);
        this.conversationId = conversationId;
        this.answerId = answerId;
        this.owner = owner;
        this.model = model;
        this.parameters = parameters;
        this.status = GenerationStatus.QUEUED;
        this.promptTokens = promptTokens;
        this.imageTokens = imageTokens;
        this.continuesId = continuesId;
        this.seam = List.copyOf(seam);
        this.queuedAt = queuedAt;
    }

    /** For Hibernate, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Generation() {}

    UUID answerId() {
        return answerId;
    }

    GenerationStatus status() {
        return status;
    }

    boolean isOwnedBy(UUID instance) {
        return instance.equals(owner);
    }

    boolean isStopRequested() {
        return stopRequested;
    }

    void start(Instant now) {
        status = GenerationStatus.RUNNING;
        startedAt = now;
    }

    /** Another deployment goes on. To be told of the same place twice changes nothing. */
    void goOn(AnswerRecord.Seam place) {
        if (!seam.contains(place)) {
            seam = Stream.concat(seam.stream(), Stream.of(place)).toList();
        }
    }

    void end(Outcome outcome, @Nullable Instant firstToken, Instant now) {
        status = outcome.status();
        finishReason = outcome.finishReason();
        error = outcome.error();
        firstTokenAt = firstToken;
        endedAt = now;
        if (outcome.usage() != null) {
            promptTokens = outcome.usage().promptTokens();
            imageTokens = outcome.usage().imageTokens();
            cachedTokens = outcome.usage().cachedTokens();
            completionTokens = outcome.usage().completionTokens();
        }
    }

    /** The same for a copy of the answer; nothing of its log but the end is kept. */
    Generation copy(UUID id, UUID otherConversation, UUID otherAnswer) {
        Generation copy = new Generation(id, otherConversation, otherAnswer, null, model, parameters, 0, 0, continuesId,
                seam, queuedAt);
        copy.status = status;
        copy.finishReason = finishReason;
        copy.error = error;
        copy.promptTokens = promptTokens;
        copy.imageTokens = imageTokens;
        copy.cachedTokens = cachedTokens;
        copy.completionTokens = completionTokens;
        copy.startedAt = startedAt;
        copy.firstTokenAt = firstTokenAt;
        copy.endedAt = endedAt;
        return copy;
    }

    /** One that ended elsewhere. */
    static Generation restored(AnswerRecord record, String parameters) {
        Generation restored = new Generation(record.id(), record.conversation(), record.answer(), null, record.model(),
                parameters, 0, 0, record.continues(), record.seam(), record.timings().queuedAt());
        restored.status = GenerationStatus.ended(record.status());
        restored.finishReason = record.finishReason();
        restored.error = record.error();
        restored.promptTokens = record.usage().promptTokens();
        restored.imageTokens = record.usage().imageTokens();
        restored.cachedTokens = record.usage().cachedTokens();
        restored.completionTokens = record.usage().completionTokens();
        restored.startedAt = record.timings().startedAt();
        restored.firstTokenAt = record.timings().firstTokenAt();
        restored.endedAt = record.timings().endedAt();
        return restored;
    }

    AnswerRecord view() {
        return new AnswerRecord(getId(), conversationId, answerId, model, parameters, continuesId, seam,
                status.wireName(),
                finishReason, error,
                new AnswerRecord.Usage(promptTokens, imageTokens, cachedTokens, completionTokens),
                new AnswerRecord.Timings(queuedAt, startedAt, firstTokenAt, endedAt));
    }
}
