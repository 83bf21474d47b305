package io.azulejo.server.attachment.content;

import java.util.Optional;
import java.util.function.Consumer;

/** Keeps contents by their SHA-256 digests in hexadecimal. A content never changes. All methods block. */
public interface ContentStore {

    /** What configuration calls it. */
    String name();

    /** Makes a content durable before it returns. One that is there stays as it is. */
    void put(String digest, byte[] content);

    /** Empty where there is none. */
    Optional<byte[]> get(String digest);

    /** Removes a content; one that is not there is no error. */
    void delete(String digest);

    /** All digests that there are, in no order. */
    void list(Consumer<String> each);
}
