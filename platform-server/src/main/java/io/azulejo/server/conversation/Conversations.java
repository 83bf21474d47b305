package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.database.DatabaseTime;
import io.azulejo.server.database.TimeOrderedId;
import io.azulejo.server.web.ProblemException;

/** The stored conversations. All methods block. */
@Service
public class Conversations {

    private final ConversationRepository conversations;
    private final MessageRepository messages;
    private final ConversationProperties properties;
    private final ApplicationEventPublisher events;

    Conversations(ConversationRepository conversations, MessageRepository messages,
            ConversationProperties properties, ApplicationEventPublisher events) {
        this.conversations = conversations;
        this.messages = messages;
        this.properties = properties;
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
    public ConversationSummary create(NewConversation asked) {
        Optional<ConversationSummary> before = asked.requestKey() == null
                ? Optional.empty()
                : findByRequestKey(asked.owner(), asked.requestKey());
        if (before.isPresent()) {
            return before.get();
        }
        Instant now = now();
        Instant expiresAt = asked.temporary() ? now.plus(properties.temporary()) : null;
        Conversation saved = conversations
                .saveAndFlush(new Conversation(TimeOrderedId.next(), asked, expiresAt, now));
        ConversationSummary made = saved.summary();
        tellTitle(saved);
        if (asked.system() != null && !asked.system().isBlank()) {
            append(made.id(),
                    new NewMessage(null, Role.SYSTEM, List.of(new MessageContent.Text(asked.system())), null));
        }
        return made;
    }

    /** @throws ProblemException 404 where the owner has none of this id */
    @Transactional(readOnly = true)
    public ConversationSummary require(UUID owner, UUID id) {
        return conversations.findByOwnerIdAndId(owner, id).filter(found -> found.isThere(now()))
                .map(Conversation::summary).orElseThrow(() -> unknown(id));
    }

    /** One of the owner's, in the bin or not. */
    Optional<ConversationSummary> find(UUID owner, UUID id) {
        return conversations.findByOwnerIdAndId(owner, id).map(Conversation::summary);
    }

    List<UUID> all(UUID owner) {
        return conversations.all(owner);
    }

    @Transactional
    ConversationSummary change(UUID owner, UUID id, ConversationChange change) {
        Conversation conversation = hold(owner, id);
        change.apply(conversation);
        if (change.title() != null) {
            tellTitle(conversation);
        }
        return conversation.summary();
    }

    /** Whose it is, where a conversation that stays is still called as its first message begins. */
    @Transactional(readOnly = true)
    public Optional<UUID> ownerWhereTitledByText(UUID id) {
        return conversations.findById(id).filter(Conversations::mayBeTitledByModel).map(Conversation::ownerId);
    }

    /** Takes a title that a model made, unless somebody gave another one meanwhile. */
    @Transactional
    public void titleByModel(UUID id, String title) {
        conversations.hold(id).filter(Conversations::mayBeTitledByModel).ifPresent(held -> {
            held.rename(title, TitleSource.MODEL);
            tellTitle(held);
        });
    }

    private static boolean mayBeTitledByModel(Conversation conversation) {
        return conversation.titled() == TitleSource.TEXT && conversation.isThere(now()) && !conversation.isTemporary();
    }

    void tellTitle(Conversation conversation) {
        ConversationSummary summary = conversation.summary();
        events.publishEvent(new ConversationTitled(conversation.ownerId(), summary.id(), summary.title()));
    }

    void tellText(UUID owner, Message message) {
        String text = message.text();
        if (!text.isEmpty()) {
            events.publishEvent(new MessageWritten(owner, message.conversationId(), message.getId(), text));
        }
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
        held.touch(now(), properties.temporary());
        Message saved = messages
                .saveAndFlush(new Message(TimeOrderedId.next(), conversation, ordinal, message, now()));
        tellText(held.ownerId(), saved);
        return saved.getId();
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
            messages.findById(answer).ifPresent(message -> {
                message.parts().add(MessagePart.of(new MessageContent.Text(text)));
                conversations.findById(message.conversationId())
                        .ifPresent(conversation -> tellText(conversation.ownerId(), message));
            });
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

    /** Holds one of the owner's that is there until the transaction ends. */
    Conversation hold(UUID owner, UUID id) {
        return conversations.hold(id).filter(held -> held.ownerId().equals(owner) && held.isThere(now()))
                .orElseThrow(() -> unknown(id));
    }

    private Conversation hold(UUID id) {
        return conversations.hold(id).orElseThrow(() -> unknown(id));
    }

    static Instant now() {
        return DatabaseTime.now();
    }

    static ProblemException unknown(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-conversation", "Unknown conversation",
                "There is no conversation '" + id + "'. GET /api/v1/conversations lists those that there are.");
    }

    private static ProblemException unknownMessage(UUID id) {
        return ProblemException.of(HttpStatus.NOT_FOUND, "unknown-message", "Unknown message",
                "The conversation has no message '" + id + "'.").withParameter("parent");
    }
}
