package io.azulejo.server.conversation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface MessageRepository extends JpaRepository<Message, UUID> {

    @Query("select distinct m from Message m left join fetch m.parts where m.conversationId = :conversation "
            + "order by m.ordinal")
    List<Message> ofConversation(UUID conversation);

    @Query("select distinct m from Message m left join fetch m.parts where m.id in (:ids) order by m.ordinal")
    List<Message> withParts(Collection<UUID> ids);

    Optional<Message> findByConversationIdAndId(UUID conversationId, UUID id);

    Optional<Message> findByConversationIdAndRequestKey(UUID conversationId, String requestKey);

    Optional<Message> findFirstByConversationIdOrderByOrdinalDesc(UUID conversationId);

    Optional<Message> findFirstByConversationIdAndRole(UUID conversationId, Role role);

    Optional<Message> findFirstByConversationIdAndParentIdOrderByOrdinal(UUID conversationId, UUID parentId);

    /** The message itself and all that it follows. */
    @Query(nativeQuery = true, value = """
            with recursive branch as (
                select id, parent_id from message where id = :leaf
                union all
                select m.id, m.parent_id from message m join branch b on m.id = b.parent_id)
            select id from branch""")
    List<UUID> branch(UUID leaf);

    @Query("select p.attachmentId from Message m join m.parts p "
            + "where m.conversationId = :conversation and p.attachmentId is not null")
    List<UUID> attachments(UUID conversation);
}
