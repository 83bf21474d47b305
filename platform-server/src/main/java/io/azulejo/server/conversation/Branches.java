package io.azulejo.server.conversation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.database.TimeOrderedId;

/** Cuts branches off trees and plants them elsewhere. All methods block. */
@Service
class Branches {

    private final Conversations conversations;
    private final ConversationRepository repository;
    private final MessageRepository messages;
    private final Attachments attachments;
    private final AnswerRecords answers;
    private final ApplicationEventPublisher events;

    Branches(Conversations conversations, ConversationRepository repository, MessageRepository messages,
            Attachments attachments, AnswerRecords answers, ApplicationEventPublisher events) {
        this.conversations = conversations;
        this.repository = repository;
        this.messages = messages;
        this.attachments = attachments;
        this.answers = answers;
        this.events = events;
    }

    /** Deletes a message and all that follow it, and the pictures that nothing else shows. */
    @Transactional
    public void delete(UUID owner, UUID conversation, UUID message) {
        conversations.hold(owner, conversation);
        conversations.requireMessage(owner, conversation, message);
        Set<UUID> removed = Set.copyOf(messages.subtree(message));
        List<UUID> shown = messages.attachments(removed);
        messages.remove(message);
        attachments.removeUnused(shown);
        events.publishEvent(new MessagesDeleted(removed));
    }

    /** Makes a conversation of the way from the root to a message, which shows the same pictures. */
    @Transactional
    public ConversationSummary fork(UUID owner, UUID id, UUID leaf) {
        Conversation original = conversations.hold(owner, id);
        conversations.requireMessage(owner, id, leaf);
        List<Message> branch = messages.withParts(messages.branch(leaf));
        Conversation made = repository.save(original.fork(TimeOrderedId.next(), Conversations.now()));
        Map<UUID, UUID> copies = new LinkedHashMap<>();
        for (Message message : branch) {
            UUID copy = TimeOrderedId.next();
            messages.save(message.copy(copy, made.getId(), copies.size(),
                    message.parentId() == null ? null : copies.get(message.parentId())));
            copies.put(message.getId(), copy);
        }
        messages.flush();
        conversations.tellTitle(made);
        messages.findAllById(copies.values()).forEach(copy -> conversations.tellText(owner, copy));
        answers.copy(copies, made.getId());
        return made.summary();
    }
}
