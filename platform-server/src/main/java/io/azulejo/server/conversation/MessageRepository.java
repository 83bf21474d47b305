package io.azulejo.server.conversation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
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

    /** The message itself and all that follow it. */
    @Query(nativeQuery = true, value = """
            with recursive subtree as (
                select id from message where id = :root
                union all
                select m.id from message m join subtree s on m.parent_id = s.id
                    and m.conversation_id = (select conversation_id from message where id = :root))
            select id from subtree""")
    List<UUID> subtree(UUID root);

    /** The database removes what follows. */
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("delete from Message m where m.id = :id")
    void remove(UUID id);

    @Query("select p.attachmentId from Message m join m.parts p "
            + "where m.conversationId in (:conversations) and p.attachmentId is not null")
    List<UUID> attachmentsOf(Collection<UUID> conversations);

    @Query("select p.attachmentId from Message m join m.parts p "
            + "where m.id in (:messages) and p.attachmentId is not null")
    List<UUID> attachments(Collection<UUID> messages);
}
