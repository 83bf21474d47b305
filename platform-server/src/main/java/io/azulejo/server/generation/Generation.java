package io.azulejo.server.generation;

import java.time.Instant;
import java.util.UUID;

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
    private @Nullable Integer promptTokens;
    private @Nullable Integer imageTokens;
    private @Nullable Integer cachedTokens;
    private @Nullable Integer completionTokens;
    private Instant queuedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant firstTokenAt;
    private @Nullable Instant endedAt;

    /**
     * @param owner the instance that makes the answer
     * @param parameters the options as JSON
     * @param promptTokens as counted before the backend was asked
     * @param imageTokens as counted before the backend was asked
     */
    Generation(UUID id, UUID conversationId, UUID answerId, UUID owner, String model, String parameters,
            int promptTokens, int imageTokens, Instant queuedAt) {
        super(id);
        this.conversationId = conversationId;
        this.answerId = answerId;
        this.owner = owner;
        this.model = model;
        this.parameters = parameters;
        this.status = GenerationStatus.QUEUED;
        this.promptTokens = promptTokens;
        this.imageTokens = imageTokens;
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

    AnswerRecord view() {
        return new AnswerRecord(getId(), conversationId, answerId, model, parameters, status.wireName(), finishReason,
                error,
                new AnswerRecord.Usage(promptTokens, imageTokens, cachedTokens, completionTokens),
                new AnswerRecord.Timings(queuedAt, startedAt, firstTokenAt, endedAt));
    }
}
