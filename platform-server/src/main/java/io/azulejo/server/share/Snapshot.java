package io.azulejo.server.share;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.azulejo.server.conversation.ConversationSummary;
import io.azulejo.server.conversation.ConversationView;
import io.azulejo.server.conversation.ConversationView.AttachmentView;
import io.azulejo.server.conversation.ConversationView.MessageView;
import io.azulejo.server.conversation.Role;
import io.azulejo.server.web.ProblemException;

/** What somebody else may see of a conversation: one branch, without what is its owner's alone. */
final class Snapshot {

    private Snapshot() {}

    /** The way to a message, or to the newest one: without system prompt, feedback, folder and tags. */
    static ConversationView of(ConversationView whole, @Nullable UUID leaf) {
        List<MessageView> branch = leaf == null ? whole.newestBranch() : whole.branch(leaf);
        if (branch.isEmpty()) {
            throw leaf == null
                    ? ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "empty-conversation",
                            "Nothing to share", "The conversation has no messages.")
                    : ProblemException.of(HttpStatus.NOT_FOUND, "unknown-message", "Unknown message",
                            "The conversation has no message '" + leaf + "'.").withParameter("message");
        }
        if (branch.stream().map(MessageView::generation)
                .anyMatch(answer -> answer != null && answer.timings().endedAt() == null)) {
            throw ProblemException.of(HttpStatus.CONFLICT, "answer-in-progress", "An answer is in progress",
                    "An answer to be shared is still being made. Wait for its end, or stop it.");
        }
        ConversationSummary summary = whole.summary();
        Set<UUID> hidden = branch.stream().filter(message -> message.role() == Role.SYSTEM).map(MessageView::id)
                .collect(Collectors.toSet());
        return new ConversationView(
                new ConversationSummary(summary.id(), summary.title(), summary.titled(), summary.model(), false, false,
                        null, List.of(), null, null, summary.createdAt(), summary.updatedAt()),
                branch.stream().filter(message -> !hidden.contains(message.id())).map(message -> new MessageView(
                        message.id(),
                        message.parent() == null || hidden.contains(message.parent()) ? null : message.parent(),
                        message.role(), message.createdAt(), message.parts(), message.generation(), null)).toList());
    }

    static Set<UUID> pictures(ConversationView shown) {
        return shown.messages().stream().flatMap(message -> message.parts().stream())
                .filter(AttachmentView.class::isInstance).map(AttachmentView.class::cast)
                .map(part -> part.attachment().id()).collect(Collectors.toSet());
    }
}
