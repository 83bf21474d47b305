package io.azulejo.server.conversation;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a conversation. What is null stays as it is.
 *
 * @param folder where it goes: a folder or, by {@link Place#NOWHERE}, out of all of them
 */
record ConversationChange(@Nullable String title, @Nullable String model, @Nullable Boolean pinned,
        @Nullable Boolean archived, @Nullable Place folder, @Nullable List<String> tags) {

    void apply(Conversation conversation) {
        if (title != null) {
            conversation.rename(title, TitleSource.USER);
        }
        if (model != null) {
            conversation.use(model);
        }
        if (pinned != null) {
            conversation.pin(pinned);
        }
        if (archived != null) {
            conversation.archive(archived);
        }
        if (folder != null) {
            conversation.putInto(folder.folder());
        }
        if (tags != null) {
            conversation.tag(tags);
        }
    }

    /** @param folder null for none */
    record Place(@Nullable UUID folder) {

        static final Place NOWHERE = new Place(null);
    }
}
