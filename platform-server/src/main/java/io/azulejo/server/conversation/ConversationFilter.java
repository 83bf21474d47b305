package io.azulejo.server.conversation;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which conversations a list has. Temporary ones are in none.
 *
 * @param folder only those in this folder
 * @param tag only those with this tag
 * @param archived only archived ones, or only others
 * @param pinned only pinned ones, only others, or both
 * @param deleted only those in the bin, or only others
 */
record ConversationFilter(@Nullable UUID folder, @Nullable String tag, boolean archived, @Nullable Boolean pinned,
        boolean deleted) {

    static final ConversationFilter NONE = new ConversationFilter(null, null, false, null, false);
}
