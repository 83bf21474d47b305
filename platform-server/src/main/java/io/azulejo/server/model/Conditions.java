package io.azulejo.server.model;

import org.jspecify.annotations.Nullable;

/**
 * Which prompts a deployment takes.
 *
 * @param pictures whether they have pictures, or null where that does not matter
 * @param minPromptTokens the fewest tokens, or null for no bound
 * @param maxPromptTokens the most tokens, or null for no bound
 */
record Conditions(@Nullable Boolean pictures, @Nullable Integer minPromptTokens, @Nullable Integer maxPromptTokens) {

    static final Conditions NONE = new Conditions(null, null, null);

    boolean askForTokens() {
        return minPromptTokens != null || maxPromptTokens != null;
    }

    boolean allow(boolean withPictures) {
        return pictures == null || pictures == withPictures;
    }

    boolean allow(int promptTokens) {
        return (minPromptTokens == null || promptTokens >= minPromptTokens)
                && (maxPromptTokens == null || promptTokens <= maxPromptTokens);
    }
}
