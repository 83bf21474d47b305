package io.azulejo.server.generation;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.azulejo.server.attachment.Picture;
import io.azulejo.server.conversation.NewConversation;
import io.azulejo.server.security.Person;

/**
 * A message that asks for an answer.
 *
 * @param person who asks
 * @param conversation where it goes, or null for a new conversation
 * @param title of a new conversation, or null for one made from the text
 * @param system what the model is told first in a new conversation, if anything
 * @param attachments pictures that are stored already, which come first
 * @param pictures pictures that came along
 * @param text may be empty where there are pictures
 * @param parent the message that it follows
 * @param model the model to answer, or null for the conversation's
 * @param requestKey the key by which its sender knows it again, if any: the same key is not asked twice
 * @param temporary whether a new conversation goes some time after its last message
 */
record Question(Person person, @Nullable UUID conversation, @Nullable String title, @Nullable String system,
        List<UUID> attachments,
        List<Picture> pictures, String text, Parent parent, @Nullable String model, GenerationParameters parameters,
        @Nullable String requestKey, boolean temporary) {

    UUID owner() {
        return person.id();
    }

    /** The conversation that is to be made for it. */
    NewConversation newConversation() {
        return new NewConversation(owner(), title, text, model, requestKey, system, temporary);
    }

    /** Where in the tree a question goes. */
    sealed interface Parent {

        /** After the newest message. */
        record Newest() implements Parent {}

        /** At the root, as another beginning. */
        record Root() implements Parent {}

        record Message(UUID id) implements Parent {}
    }
}
