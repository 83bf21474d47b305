package io.azulejo.server.limit;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What an administrator allows a user, each member of a group, or an API key: one of the three.
 *
 * @param user the id of a user
 * @param group the name of a group
 * @param key the id of an API key
 */
record Quota(UUID id, @Nullable UUID user, @Nullable String group, @Nullable UUID key, Allowance limits) {}
