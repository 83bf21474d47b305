package io.azulejo.server.conversation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.StoredAttachment;
import io.azulejo.server.conversation.ConversationView.AttachmentView;
import io.azulejo.server.conversation.ConversationView.MessageView;
import io.azulejo.server.conversation.ConversationView.PartView;
import io.azulejo.server.conversation.ConversationView.TextView;

/** Puts together what a reader of a conversation sees. */
@Service
public class ConversationReader {

    private final Conversations conversations;
    private final MessageRepository messages;
    private final Attachments attachments;
    private final AnswerRecords answers;
    private final FeedbackStore feedbackStore;
    private final Folders folders;

    ConversationReader(Conversations conversations, MessageRepository messages, Attachments attachments,
            AnswerRecords answers, FeedbackStore feedbackStore, Folders folders) {
        this.conversations = conversations;
        this.messages = messages;
        this.attachments = attachments;
        this.answers = answers;
        this.feedbackStore = feedbackStore;
        this.folders = folders;
    }

    /**
     * One state of the conversation: no answer ends between its text and its record.
     *
     * @param administers whether the reader may know which deployments answered
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ConversationView read(UUID owner, UUID id, boolean administers) {
        return view(conversations.require(owner, id), administers);
    }

    /** One of an owner's conversations, in the bin or not; empty where there is none of this id. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<ConversationView> readAny(UUID owner, UUID id) {
        return conversations.find(owner, id).map(summary -> view(summary, false));
    }

    /** All of an owner's conversations, those in the bin and temporary ones included, the oldest first. */
    @Transactional(readOnly = true)
    public List<UUID> all(UUID owner) {
        return conversations.all(owner);
    }

    /** An owner's folders. */
    @Transactional(readOnly = true)
    public List<Folder> folders(UUID owner) {
        return folders.list(owner);
    }

    private ConversationView view(ConversationSummary summary, boolean administers) {
        UUID id = summary.id();
        List<Message> all = messages.ofConversation(id);
        Map<UUID, StoredAttachment> shown = attachments.find(all.stream().map(Message::parts)
                .flatMap(Collection::stream).map(MessagePart::content)
                .flatMap(content -> content instanceof MessageContent.Attachment(UUID attachment)
                        ? Stream.of(attachment)
                        : Stream.empty())
                .collect(Collectors.toSet()));
        Map<UUID, AnswerRecord> records = answers.ofConversation(id);
        Map<UUID, Feedback> feedback = feedbackStore.ofConversation(id);
        Map<UUID, String> unfinished = answers.textsInProgress(id);
        return new ConversationView(summary, all.stream().map(message -> new MessageView(message.getId(),
                message.parentId(), message.role(), message.createdAt(),
                parts(message, shown, unfinished), record(records.get(message.getId()), administers),
                feedback.get(message.getId()))).toList());
    }

    private static @Nullable AnswerRecord record(@Nullable AnswerRecord answer, boolean administers) {
        return answer == null || administers ? answer : answer.withoutDeployments();
    }

    private static List<PartView> parts(Message message, Map<UUID, StoredAttachment> shown,
            Map<UUID, String> unfinished) {
        String soFar = unfinished.get(message.getId());
        if (soFar != null && !soFar.isEmpty()) {
            return List.of(new TextView(soFar));
        }
        return message.parts().stream().map(MessagePart::content).map(content -> switch (content) {
            case MessageContent.Text(String text) -> new TextView(text);
            case MessageContent.Attachment(UUID id) -> new AttachmentView(Objects.requireNonNull(shown.get(id)));
        }).map(PartView.class::cast).toList();
    }
}
