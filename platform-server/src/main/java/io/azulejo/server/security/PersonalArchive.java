package io.azulejo.server.security;

/** Where all that is kept of a person is written to. */
public interface PersonalArchive {

    /** @param name with slashes between folders */
    void file(String name, byte[] content);

    /** The same, as JSON. */
    void json(String name, Object value);
}
