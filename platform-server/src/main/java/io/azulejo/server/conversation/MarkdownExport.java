package io.azulejo.server.conversation;

import io.azulejo.server.attachment.StoredAttachment;
import io.azulejo.server.conversation.ConversationView.AttachmentView;
import io.azulejo.server.conversation.ConversationView.MessageView;
import io.azulejo.server.conversation.ConversationView.PartView;
import io.azulejo.server.conversation.ConversationView.TextView;

/** Writes the branch of a conversation that ends in its newest message as Markdown. */
final class MarkdownExport {

    private MarkdownExport() {}

    static String write(ConversationView conversation) {
        StringBuilder markdown = new StringBuilder("# ").append(conversation.summary().title()).append('\n');
        for (MessageView message : conversation.newestBranch()) {
            markdown.append("\n## ").append(heading(message)).append("\n\n");
            message.parts().forEach(part -> markdown.append(text(part)).append('\n'));
        }
        return markdown.toString();
    }

    private static String heading(MessageView message) {
        return switch (message.role()) {
            case SYSTEM -> "System";
            case USER -> "User";
            case ASSISTANT ->
                message.generation() == null ? "Assistant" : "Assistant (" + message.generation().model() + ")";
        };
    }

    private static String text(PartView part) {
        return switch (part) {
            case TextView(String text) -> text;
            case AttachmentView(StoredAttachment picture) ->
                "![" + (picture.fileName() == null ? "picture" : picture.fileName().replaceAll("[\\[\\]]", ""))
                        + "](/api/v1/attachments/" + picture.id() + "/content)\n";
        };
    }
}
