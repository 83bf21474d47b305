package io.azulejo.server.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.azulejo.api.model.PromptSize;
import io.azulejo.server.attachment.Attachments;
import io.azulejo.server.attachment.Picture;
import io.azulejo.server.conversation.BranchMessage;
import io.azulejo.server.conversation.ConversationSummary;
import io.azulejo.server.conversation.Conversations;
import io.azulejo.server.conversation.MessageContent;
import io.azulejo.server.conversation.NewMessage;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.web.ProblemException;

/** The transactions of a question: what it follows, and its storing. All methods block. */
@Service
class QuestionStore {

    private final Conversations conversations;
    private final Attachments attachments;
    private final GenerationStore generations;
    private final AnswerStore answers;

    QuestionStore(Conversations conversations, Attachments attachments, GenerationStore generations,
            AnswerStore answers) {
        this.conversations = conversations;
        this.attachments = attachments;
        this.generations = generations;
        this.answers = answers;
    }

    /** What a question follows, or the same question where it was asked before. */
    @Transactional(readOnly = true)
    public Context context(Question question) {
        String key = question.requestKey();
        if (question.conversation() == null) {
            Optional<Accepted> before = key == null
                    ? Optional.empty()
                    : conversations.findByRequestKey(question.owner(), key)
                            .flatMap(found -> answers.find(found.id(), key));
            return new Context(null, null, List.of(), null, before.orElse(null));
        }
        UUID id = question.conversation();
        ConversationSummary conversation = conversations.require(question.owner(), id);
        Optional<Accepted> before = key == null ? Optional.empty() : answers.find(id, key);
        if (before.isPresent()) {
            return new Context(conversation.model(), null, List.of(), null, before.get());
        }
        UUID last = conversations.lastMessage(id).orElse(null);
        UUID parent = switch (question.parent()) {
            case Question.Parent.Newest() -> last;
            case Question.Parent.Root() -> conversations.systemMessage(id).orElse(null);
            case Question.Parent.Message(UUID named) -> named;
        };
        List<BranchMessage> branch = parent == null ? List.of() : conversations.branch(id, parent);
        if (!branch.isEmpty()) {
            requireEnded(branch.getLast());
        }
        return new Context(conversation.model(), parent, branch, last, null);
    }

    private void requireEnded(BranchMessage parent) {
        if (parent.role() == Role.USER) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-parent", "Invalid parent",
                    "The message '" + parent.id() + "' is a question; a message follows an answer.")
                    .withParameter("parent");
        }
        generations.requireEnded(List.of(parent.id()));
    }

    /** Stores the question, its pictures, an empty answer and the generation: all or nothing. */
    @Transactional
    public AnswerStore.Stored store(UUID generation, Question question, Context context, String model,
            PromptSize size) {
        UUID conversation = question.conversation();
        UUID parent = context.parent();
        if (conversation == null) {
            conversation = conversations.create(question.newConversation()).id();
            parent = conversations.lastMessage(conversation).orElse(null);
        } else if (question.parent() instanceof Question.Parent.Newest) {
            conversations.requireLast(conversation, context.last());
        }
        UUID message = conversations.append(conversation,
                new NewMessage(parent, Role.USER, content(question), question.requestKey()));
        return answers.begin(generation, conversation, message,
                AnswerStore.Beginning.empty(model, question.parameters(), size, null));
    }

    private List<MessageContent> content(Question question) {
        List<MessageContent> content = new ArrayList<>();
        question.attachments().forEach(id -> content.add(new MessageContent.Attachment(id)));
        for (Picture picture : question.pictures()) {
            content.add(new MessageContent.Attachment(attachments.store(question.owner(), picture).id()));
        }
        if (!question.text().isEmpty()) {
            content.add(new MessageContent.Text(question.text()));
        }
        return content;
    }

    /**
     * What a question follows.
     *
     * @param model the conversation's model, if it has one
     * @param parent the message that the question follows, or null at the root
     * @param branch the way to the parent
     * @param last the newest message of the conversation
     * @param before the same question, where it was asked before under the same key
     */
    record Context(@Nullable String model, @Nullable UUID parent, List<BranchMessage> branch, @Nullable UUID last,
            @Nullable Accepted before) {}
}
