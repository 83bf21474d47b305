package io.azulejo.server.conversation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A conversation from elsewhere, checked. All ids are those from there, but for those of pictures.
 *
 * @param folder the name of its folder, or null where it is in none
 * @param messages parents come before their children
 */
public record ImportedConversation(UUID origin, String title, TitleSource titled, @Nullable String model,
        boolean pinned, boolean archived, @Nullable String folder, List<String> tags, Instant createdAt,
        Instant updatedAt, List<Entry> messages) {

    /** The most characters of a folder's name. */
    public static final int MAX_FOLDER = 100;

    public ImportedConversation {
        title = ConversationTitle.check(title);
        tags = ChangeRequest.checkedTags(tags);
        messages = List.copyOf(messages);
    }

    /** @param answer how an answer was made; null for other messages and where that is not known */
    public record Entry(UUID origin, @Nullable UUID parent, Role role, Instant createdAt, List<MessageContent> parts,
            @Nullable AnswerRecord answer, @Nullable Feedback feedback) {

        public Entry {
            parts = List.copyOf(parts);
        }
    }
}
