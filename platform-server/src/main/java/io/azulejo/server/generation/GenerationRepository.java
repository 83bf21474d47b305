package io.azulejo.server.generation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;

interface GenerationRepository extends JpaRepository<Generation, UUID> {

    List<Generation> findByConversationId(UUID conversationId);

    Optional<Generation> findByAnswerId(UUID answerId);

    List<Generation> findByStatusIn(Collection<GenerationStatus> statuses);

    List<Generation> findByConversationIdAndStatusIn(UUID conversationId, Collection<GenerationStatus> statuses);
}
