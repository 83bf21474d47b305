package io.azulejo.server.conversation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A conversation to be made.
 *
 * @param title as its user gave it, or null for one made from the text
 * @param text the first message's, if there is one
 * @param requestKey the key by which its sender knows the request again, if any
 * @param system what the model is told first, if anything
 * @param temporary whether it goes some time after its last message
 */
public record NewConversation(UUID owner, @Nullable String title, String text, @Nullable String model,
        @Nullable String requestKey, @Nullable String system, boolean temporary) {

    String titleOrText() {
        return title == null ? ConversationTitle.from(text) : title;
    }

    TitleSource titled() {
        return title == null ? TitleSource.TEXT : TitleSource.USER;
    }
}
