package io.azulejo.server.conversation;

import java.util.Map;
import java.util.UUID;

/** Tells how the answers of a conversation were made. */
public interface AnswerRecords {

    /** The record of each answer, by the answer's message. */
    Map<UUID, AnswerRecord> ofConversation(UUID conversation);

    /**
     * Records for copies of answers how the originals were made.
     *
     * @param answers the copies' messages by the originals'
     * @throws io.azulejo.server.web.ProblemException 409 where one of them is still being made
     */
    void copy(Map<UUID, UUID> answers, UUID conversation);

    /**
     * Records how an answer was made elsewhere.
     *
     * @throws RuntimeException where the record is none of an answer that has ended, or its parameters are none
     */
    void restore(AnswerRecord record);

    /** Asks for all answers of a conversation that are being made to be stopped, whichever instance makes them. */
    void stopAll(UUID conversation);

    /** The texts so far of those answers of a conversation that are still being made, by the answer's message. */
    Map<UUID, String> textsInProgress(UUID conversation);
}
