package io.azulejo.server.conversation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface ConversationRepository extends JpaRepository<Conversation, UUID> {

    /** Holds the conversation, so that its messages come one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Conversation c where c.id = :id")
    Optional<Conversation> hold(UUID id);

    Optional<Conversation> findByOwnerIdAndId(UUID ownerId, UUID id);

    /** The oldest first. */
    @Query("select c.id from Conversation c where c.ownerId = :owner order by c.id")
    List<UUID> all(UUID owner);

    Optional<Conversation> findByOwnerIdAndRequestKey(UUID ownerId, String requestKey);
}
