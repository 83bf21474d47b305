package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface ConversationRepository extends JpaRepository<Conversation, UUID> {

    /** Holds the conversation, so that its messages come one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Conversation c where c.id = :id")
    Optional<Conversation> hold(UUID id);

    Optional<Conversation> findByOwnerIdAndId(UUID ownerId, UUID id);

    Optional<Conversation> findByOwnerIdAndRequestKey(UUID ownerId, String requestKey);

    @Query("select c from Conversation c where c.ownerId = :owner order by c.updatedAt desc, c.id desc")
    List<Conversation> newest(UUID owner, Limit limit);

    @Query("""
            select c from Conversation c where c.ownerId = :owner
                and (c.updatedAt < :updatedAt or (c.updatedAt = :updatedAt and c.id < :id))
            order by c.updatedAt desc, c.id desc""")
    List<Conversation> before(UUID owner, Instant updatedAt, UUID id, Limit limit);
}
