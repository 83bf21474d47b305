package io.azulejo.triton;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bearer token in a file that somebody renews. It is read again at most every few seconds. */
final class TokenFile implements Supplier<String> {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final long NANOS_KEPT = 10_000_000_000L;

    private final Path file;
    private String token = "";
    private long readAt;

    TokenFile(Path file) {
        this.file = file;
        read();
    }

    @Override
    public synchronized String get() {
        if (System.nanoTime() - readAt > NANOS_KEPT) {
            read();
        }
        return token;
    }

    private void read() {
        readAt = System.nanoTime();
        try {
            token = Files.readString(file).strip();
        } catch (IOException e) {
            LOG.warn("The token in {} cannot be read; the one before is used: {}", file, e.toString());
        }
    }
}
