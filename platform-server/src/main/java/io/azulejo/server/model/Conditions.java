package io.azulejo.server.model;

import java.util.Collections;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which prompts a deployment takes.
 *
 * @param pictures whether they have pictures, or null where that does not matter
 * @param minPromptTokens the fewest tokens, or null for no bound
 * @param maxPromptTokens the most tokens, or null for no bound
 * @param groups of whose members they are; of anybody where empty
 */
record Conditions(@Nullable Boolean pictures, @Nullable Integer minPromptTokens, @Nullable Integer maxPromptTokens,
        Set<String> groups) {

    static final Conditions NONE = new Conditions(null, null, null, Set.of());

    boolean askForTokens() {
        return minPromptTokens != null || maxPromptTokens != null;
    }

    /** Whether somebody in these groups may send them. */
    boolean allowAny(Set<String> senders) {
        return groups.isEmpty() || !Collections.disjoint(groups, senders);
    }

    boolean allow(boolean withPictures) {
        return pictures == null || pictures == withPictures;
    }

    boolean allow(int promptTokens) {
        return (minPromptTokens == null || promptTokens >= minPromptTokens)
                && (maxPromptTokens == null || promptTokens <= maxPromptTokens);
    }
}
