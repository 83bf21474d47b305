package io.azulejo.server.group;

import java.time.Instant;

/**
 * People who are treated alike.
 *
 * @param name by which permissions, quotas and deployments know it; it stays the same
 * @param members how many there are
 */
record Group(String name, String description, long members, Instant createdAt) {}
