package io.azulejo.server.generation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface GenerationRepository extends JpaRepository<Generation, UUID> {

    /** One of a conversation of this person's. */
    @Query("select g from Generation g where g.id = :id and exists "
            + "(select 1 from Conversation c where c.id = g.conversationId and c.ownerId = :person)")
    Optional<Generation> findByPersonAndId(UUID person, UUID id);

    List<Generation> findByConversationId(UUID conversationId);

    Optional<Generation> findByAnswerId(UUID answerId);

    List<Generation> findByAnswerIdIn(Collection<UUID> answerIds);

    List<Generation> findByAnswerIdInAndStatusIn(Collection<UUID> answerIds, Collection<GenerationStatus> statuses);

    /** Holds it until the transaction ends: nobody else can append to it or end it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select g from Generation g where g.id = :id")
    Optional<Generation> hold(UUID id);

    List<Generation> findByConversationIdAndStatusIn(UUID conversationId, Collection<GenerationStatus> statuses);
}
