package io.azulejo.server.group;

import java.util.List;
import java.util.UUID;

/**
 * Whom a model is for.
 *
 * @param groups the names of groups whose members may use it
 * @param users the ids of users who may use it
 */
record ModelPermission(String model, List<String> groups, List<UUID> users) {}
