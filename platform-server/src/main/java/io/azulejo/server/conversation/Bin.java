package io.azulejo.server.conversation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.attachment.Attachments;

/** Where deleted conversations lie for a while. All methods block. */
@Service
class Bin {

    private static final int AT_A_TIME = 100;

    private final Conversations conversations;
    private final ConversationRepository repository;
    private final MessageRepository messages;
    private final Attachments attachments;
    private final AnswerRecords answers;
    private final ApplicationEventPublisher events;
    private final ConversationProperties properties;
    private final JdbcClient jdbc;

    Bin(Conversations conversations, ConversationRepository repository, MessageRepository messages,
            Attachments attachments, AnswerRecords answers, ApplicationEventPublisher events,
            ConversationProperties properties, JdbcClient jdbc) {
        this.conversations = conversations;
        this.repository = repository;
        this.messages = messages;
        this.attachments = attachments;
        this.answers = answers;
        this.events = events;
        this.properties = properties;
        this.jdbc = jdbc;
    }

    /** Puts a conversation in. Its answers that are being made stop; a temporary one is gone at once. */
    @Transactional
    public void put(UUID owner, UUID id) {
        Conversation conversation = conversations.hold(owner, id);
        if (conversation.isTemporary()) {
            remove(List.of(id));
            return;
        }
        conversation.bin(Conversations.now());
        answers.stopAll(id);
    }

    /** Takes a conversation out again; one that is not in the bin stays as it is. */
    @Transactional
    public ConversationSummary restore(UUID owner, UUID id) {
        Conversation conversation = holdAny(owner, id);
        conversation.restore();
        return conversation.summary();
    }

    /** Deletes a conversation, in the bin or not, with its messages and the pictures that no other one shows. */
    @Transactional
    public void delete(UUID owner, UUID id) {
        remove(List.of(holdAny(owner, id).getId()));
    }

    private Conversation holdAny(UUID owner, UUID id) {
        return repository.hold(id).filter(held -> held.ownerId().equals(owner))
                .orElseThrow(() -> Conversations.unknown(id));
    }

    /**
     * Deletes some of those that lay in the bin for long, are temporary and expired, or were not touched for as long as any is kept.
     *
     * @return how many; none where there are no more
     */
    @Transactional
    public int purge() {
        Instant now = Conversations.now();
        List<UUID> due = jdbc.sql("""
                select id from conversation where deleted_at < :binned or expires_at < :now or updated_at < :untouched
                limit :limit for update skip locked
                """).param("binned", at(now.minus(properties.bin()))).param("now", at(now))
                .param("untouched", properties.keep() == null ? null : at(now.minus(properties.keep())))
                .param("limit", AT_A_TIME)
                .query((row, _) -> row.getObject("id", UUID.class)).list();
        if (!due.isEmpty()) {
            remove(due);
        }
        return due.size();
    }

    /** Deletes these, whosesoever they are. */
    @Transactional
    public void deleteAll(Collection<UUID> ids) {
        remove(ids);
    }

    private void remove(Collection<UUID> ids) {
        List<UUID> shown = messages.attachmentsOf(ids);
        repository.deleteAllByIdInBatch(ids);
        attachments.removeUnused(shown);
        ids.forEach(id -> events.publishEvent(new ConversationDeleted(id)));
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
