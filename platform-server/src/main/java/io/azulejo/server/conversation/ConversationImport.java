package io.azulejo.server.conversation;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.conversation.ImportedConversation.Entry;
import io.azulejo.server.database.TimeOrderedId;

/** Stores conversations from elsewhere. All methods block. */
@Service
public class ConversationImport {

    private final Conversations conversations;
    private final ConversationRepository repository;
    private final MessageRepository messages;
    private final AnswerRecords answers;
    private final FeedbackStore feedback;
    private final Folders folders;
    private final JdbcClient jdbc;

    ConversationImport(Conversations conversations, ConversationRepository repository, MessageRepository messages,
            AnswerRecords answers, FeedbackStore feedback, Folders folders, JdbcClient jdbc) {
        this.conversations = conversations;
        this.repository = repository;
        this.messages = messages;
        this.answers = answers;
        this.feedback = feedback;
        this.folders = folders;
        this.jdbc = jdbc;
    }

    /** Whether a person has a conversation, in the bin or not, or a copy of it that was imported. */
    public boolean has(UUID owner, UUID origin) {
        return jdbc.sql("""
                select exists (select 1 from conversation where id = :origin and owner_id = :owner)
                    or exists (select 1 from conversation where owner_id = :owner and origin_id = :origin)
                """).param("owner", owner).param("origin", origin).query(Boolean.class).single();
    }

    /** Makes a folder, unless the owner has one of this name. */
    @Transactional
    public void addFolder(UUID owner, String name) {
        folders.named(owner, name);
    }

    /**
     * Stores a conversation under new ids, and everything with the times that it had. The pictures that it names are the
     * owner's.
     */
    @Transactional
    public void store(UUID owner, ImportedConversation imported) {
        UUID id = TimeOrderedId.next();
        UUID folder = imported.folder() == null ? null : folders.named(owner, imported.folder()).id();
        Conversation made = repository.saveAndFlush(new Conversation(id, owner, imported, folder));
        Map<UUID, UUID> ids = new HashMap<>();
        for (Entry entry : imported.messages()) {
            UUID message = TimeOrderedId.next();
            messages.save(new Message(message, id, ids.size(),
                    new NewMessage(entry.parent() == null ? null : ids.get(entry.parent()), entry.role(),
                            entry.parts(), null),
                    entry.createdAt()));
            ids.put(entry.origin(), message);
        }
        messages.flush();
        conversations.tellTitle(made);
        messages.findAllById(ids.values()).forEach(message -> conversations.tellText(owner, message));
        for (Entry entry : imported.messages()) {
            UUID message = ids.get(entry.origin());
            if (entry.answer() != null && message != null) {
                AnswerRecord answer = entry.answer();
                answers.restore(new AnswerRecord(TimeOrderedId.next(), id, message, answer.model(),
                        answer.parameters(), answer.continues() == null ? null : ids.get(answer.continues()),
                        answer.seam(), answer.status(), answer.finishReason(), answer.error(), answer.usage(),
                        answer.timings()));
            }
            if (entry.feedback() != null && message != null) {
                feedback.put(owner, id, message, entry.feedback());
            }
        }
    }
}
