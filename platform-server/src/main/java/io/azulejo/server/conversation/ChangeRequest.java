package io.azulejo.server.conversation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.azulejo.server.web.Fields;

/**
 * What is to be changed of a conversation. What is absent stays as it is.
 *
 * @param folder the id of a folder to put it into; null takes it out
 * @param tags all its tags from now on
 */
@Schema(name = "ConversationChange")
record ChangeRequest(@Nullable String title, @Nullable String model, @Nullable Boolean pinned,
        @Nullable Boolean archived,
        @Schema(type = "string", format = "uuid", nullable = true) @Nullable JsonNode folder,
        @Nullable List<String> tags) {

    private static final int MAX_TAGS = 20;
    static final int MAX_TAG_LENGTH = 50;

    ConversationChange toChange() {
        return new ConversationChange(title == null ? null : ConversationTitle.check(title), model, pinned, archived,
                place(), tags == null ? null : checkedTags(tags));
    }

    private ConversationChange.@Nullable Place place() {
        if (folder == null) {
            return null;
        }
        if (folder.isNull()) {
            return ConversationChange.Place.NOWHERE;
        }
        try {
            return new ConversationChange.Place(UUID.fromString(folder.isString() ? folder.asString() : ""));
        } catch (IllegalArgumentException _) {
            throw Fields.invalid("folder", "'folder' is neither an id nor null.");
        }
    }

    static List<String> checkedTags(List<String> tags) {
        Set<String> checked = new LinkedHashSet<>();
        tags.forEach(tag -> checked.add(Fields.text(tag, "tags", MAX_TAG_LENGTH)));
        if (checked.size() > MAX_TAGS) {
            throw Fields.invalid("tags", "There are " + checked.size() + " tags; give at most " + MAX_TAGS + ".");
        }
        return List.copyOf(checked);
    }
}
