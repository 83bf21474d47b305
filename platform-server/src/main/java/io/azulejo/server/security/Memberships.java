package io.azulejo.server.security;

import java.util.Collection;
import java.util.UUID;

/** Who is in which groups. */
public interface Memberships {

    /** Makes somebody a member of those of these groups that there are, and of no other. Blocks. */
    void set(UUID person, Collection<String> groups);
}
