package io.azulejo.server.attachment.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in directories by the beginnings of their digests: {@code ab/cd/abcd….} A file appears under its name once all of
 * it is on the disk, so that no crash leaves half of one there.
 */
final class FileContentStore implements ContentStore {

    static final String NAME = "files";

    private static final Logger log = LoggerFactory.getLogger(FileContentStore.class);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String UNFINISHED = ".part";
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final Path root;

    FileContentStore(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return NAME;
    }

    private Path path(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("No digest: " + digest);
        }
        return root.resolve(digest.substring(0, 2)).resolve(digest.substring(2, 4)).resolve(digest);
    }

    @Override
    public void put(String digest, byte[] content) {
        Path path = path(digest);
        if (Files.exists(path)) {
            return;
        }
        try {
            Path directory = Objects.requireNonNull(path.getParent());
            Files.createDirectories(directory);
            Path unfinished = Files.createTempFile(directory, digest, UNFINISHED);
            try {
                write(unfinished, content);
                Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            sync(directory);
            sync(root.resolve(digest.substring(0, 2)));
            sync(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** The name of a new file is on the disk once its directory is. Not every system can do that. */
    private static void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        } catch (IOException e) {
            log.debug("The directory {} cannot be synchronised with the disk", directory, e);
        }
    }

    @Override
    public Optional<byte[]> get(String digest) {
        try {
            return Optional.of(Files.readAllBytes(path(digest)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String digest) {
        try {
            Files.deleteIfExists(path(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also clears away what a crash left unfinished. */
    @Override
    public void list(Consumer<String> each) {
        if (!Files.isDirectory(root)) {
            return;
        }
        Instant forgotten = Instant.now().minus(FORGOTTEN);
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String name = String.valueOf(file.getFileName());
                    if (DIGEST.matcher(name).matches()) {
                        each.accept(name);
                    } else if (name.endsWith(UNFINISHED)
                            && attributes.lastModifiedTime().toInstant().isBefore(forgotten)) {
                        Files.deleteIfExists(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) {
                    return FileVisitResult.CONTINUE; // Somebody else removed it meanwhile.
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
