package io.azulejo.server.conversation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.web.ProblemException;

/** The stored conversations. All methods block. */
@Service
public class Conversations {

    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final Attachments attachments;
    private final AnswerRecords answers;
    private final ApplicationEventPublisher events;

    Conversations(ConversationRepository conversations, MessageRepository messages, Attachments attachments,
            @Lazy AnswerRecords answers, ApplicationEventPublisher events) {
        this.conversations = conversations;
        this.messages = messages;
        this.attachments = attachments;
        this.answers = answers;
        this.events = events;
    }

    @Transactional(readOnly = true)
    public Optional<ConversationSummary> findByRequestKey(UUID owner, String requestKey) {
        return conversations.findByOwnerIdAndRequestKey(owner, requestKey).map(Conversation::summary);
    }

    /**
     * Makes a conversation that has no question yet, but maybe something that the model is told first; the one that was
     * made under the same key, if one was.
     */
    @Transactional
    public ConversationSummary create(UUID owner, String title, @Nullable String model,
            @Nullable String requestKey, @Nullable String system) {
        Optional<ConversationSummary> before = requestKey == null
                ? Optional.empty()
                : findByRequestKey(owner, requestKey);
        if (before.isPresent()) {
            return before.get();
        }
        ConversationSummary made = conversations
                .save(new Conversation(TimeOrderedId.next(), owner, title, model, requestKey, now())).summary();
        if (system != null && !system.isBlank()) {
            append(made.id(), new NewMessage(null, Role.SYSTEM, List.of(new MessageContent.Text(system)), null));
        }
        return made;
    }

    /** @throws ProblemException 404 where the owner has none of this id */
    @Transactional(readOnly = true)
    public ConversationSummary require(UUID owner, UUID id) {
        return conversations.findByOwnerIdAndId(owner, id).map(Conversation::summary).orElseThrow(() -> unknown(id));
    }

    /** The newest ones, or those that come after a place in that order. */
    @Transactional(readOnly = true)
    List<ConversationSummary> list(UUID owner, @Nullable Cursor before, int limit) {
        List<Conversation> page = before == null
                ? conversations.newest(owner, Limit.of(limit))
                : conversations.before(owner, before.updatedAt(), before.id(), Limit.of(limit));
        return page.stream().map(Conversation::summary).toList();
    }

    @Transactional
    ConversationSummary change(UUID owner, UUID id, @Nullable String title, @Nullable String model) {
        Conversation conversation = hold(owner, id);
        if (title != null) {
            conversation.rename(title);
        }
        if (model != null) {
            conversation.use(model);
        }
        return conversation.summary();
    }

    /** Deletes it with its messages, and the pictures that no other conversation shows. */
    @Transactional
    void delete(UUID owner, UUID id) {
        Conversation conversation = hold(owner, id);
        List<UUID> shown = messages.attachments(id);
        conversations.delete(conversation);
        conversations.flush();
        attachments.removeUnused(shown);
        events.publishEvent(new ConversationDeleted(id));
    }

    /** Deletes a message and all that follow it, and the pictures that nothing else shows. */
    @Transactional
    void deleteBranch(UUID owner, UUID conversation, UUID message) {
        hold(owner, conversation);
        requireMessage(owner, conversation, message);
        Set<UUID> removed = Set.copyOf(messages.subtree(message));
        List<UUID> shown = messages.attachments(removed);
        messages.remove(message);
        attachments.removeUnused(shown);
        events.publishEvent(new MessagesDeleted(removed));
    }

    /** Makes a conversation of the way from the root to a message, which shows the same pictures. */
    @Transactional
    ConversationSummary fork(UUID owner, UUID id, UUID leaf) {
        Conversation original = hold(owner, id);
        requireMessage(owner, id, leaf);
        List<Message> branch = messages.withParts(messages.branch(leaf));
        Conversation made = conversations.save(original.fork(TimeOrderedId.next(), now()));
        Map<UUID, UUID> copies = new LinkedHashMap<>();
        for (Message message : branch) {
            UUID copy = TimeOrderedId.next();
            messages.save(message.copy(copy, made.getId(), copies.size(),
                    message.parentId() == null ? null : copies.get(message.parentId())));
            copies.put(message.getId(), copy);
        }
        messages.flush();
        answers.copy(copies, made.getId());
        return made.summary();
    }

    /**
     * Appends a message. The caller's transaction holds the conversation from here on.
     *
     * @return the message's id
     */
    @Transactional
    public UUID append(UUID conversation, NewMessage message) {
        Conversation held = hold(conversation);
        if (message.parent() != null && messages.findByConversationIdAndId(conversation, message.parent()).isEmpty()) {
            throw unknownMessage(message.parent());
        }
        int ordinal = messages.findFirstByConversationIdOrderByOrdinalDesc(conversation)
                .map(last -> last.ordinal() + 1).orElse(0);
        held.touch(now());
        return messages.save(new Message(TimeOrderedId.next(), conversation, ordinal, message, now())).getId();
    }

    /**
     * Holds the conversation and refuses where its newest message is no longer the one that the sender saw.
     *
     * @throws ProblemException 409 where another message came in between
     */
    @Transactional
    public void requireLast(UUID conversation, @Nullable UUID expected) {
        Conversation held = hold(conversation);
        if (!Objects.equals(lastMessage(held.getId()).orElse(null), expected)) {
            throw ProblemException.of(HttpStatus.CONFLICT, "conversation-changed", "The conversation changed",
                    "Another message came in between. Read the conversation again, or name the message to follow "
                            + "with 'parent'.");
        }
    }

    /** Adds the text of an answer that has come to its end. */
    @Transactional
    public void complete(UUID answer, String text) {
        if (!text.isEmpty()) {
            messages.findById(answer)
                    .ifPresent(message -> message.parts().add(MessagePart.of(new MessageContent.Text(text))));
        }
    }

    /** The newest message of a conversation, whatever branch it is on; empty where there is none. */
    @Transactional(readOnly = true)
    public Optional<UUID> lastMessage(UUID conversation) {
        return messages.findFirstByConversationIdOrderByOrdinalDesc(conversation).map(Message::getId);
    }

    /** The message that a new first question follows: the system message, if the conversation has one. */
    @Transactional(readOnly = true)
    public Optional<UUID> systemMessage(UUID conversation) {
        return messages.findFirstByConversationIdAndRole(conversation, Role.SYSTEM).map(Message::getId);
    }

    /** The first message that follows a question: its answer. */
    @Transactional(readOnly = true)
    public Optional<MessageNode> answerTo(UUID conversation, UUID question) {
        return messages.findFirstByConversationIdAndParentIdOrderByOrdinal(conversation, question).map(Message::node);
    }

    @Transactional(readOnly = true)
    public Optional<MessageNode> findMessageByRequestKey(UUID conversation, String requestKey) {
        return messages.findByConversationIdAndRequestKey(conversation, requestKey).map(Message::node);
    }

    /** @throws ProblemException 404 where the conversation has no such message */
    @Transactional(readOnly = true)
    public MessageNode requireMessage(UUID owner, UUID conversation, UUID id) {
        require(owner, conversation);
        return messages.findByConversationIdAndId(conversation, id).map(Message::node)
                .orElseThrow(() -> unknownMessage(id));
    }

    /**
     * The way from the root to a message, both included.
     *
     * @throws ProblemException 404 where the conversation has no such message
     */
    @Transactional(readOnly = true)
    public List<BranchMessage> branch(UUID conversation, UUID leaf) {
        if (messages.findByConversationIdAndId(conversation, leaf).isEmpty()) {
            throw unknownMessage(leaf);
        }
        return messages.withParts(messages.branch(leaf)).stream().map(message -> new BranchMessage(message.getId(),
                message.role(), message.parts().stream().map(MessagePart::content).toList())).toList();
    }

    private Conversation hold(UUID owner, UUID id) {
        return conversations.hold(id).filter(held -> held.ownerId().equals(owner)).orElseThrow(() -> unknown(id));
    }

    private Conversation hold(UUID id) {
        return conversations.hold(id).orElseThrow(() -> unknown(id));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-conversation", "Unknown conversation",
                "There is no conversation '" + id + "'. GET /api/v1/conversations lists those that there are.");
    }

    private static ProblemException unknownMessage(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-message", "Unknown message",
                "The conversation has no message '" + id + "'.").withParameter("parent");
    }
}
