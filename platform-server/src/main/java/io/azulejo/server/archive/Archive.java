package io.azulejo.server.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.azulejo.server.web.ProblemException;

/**
 * A file to be imported. Nothing of it is trusted: no entry is read further than the limits, whatever sizes it claims, and
 * no name in it becomes one of a file.
 */
final class Archive implements AutoCloseable {

    private static final int MOST_ENTRIES = 1_000_000;

    private final Path file;
    private final @Nullable ZipFile zip;
    private final List<String> conversations;
    private final Map<String, String> pictures = new HashMap<>();
    private long left;

    private Archive(Path file, @Nullable ZipFile zip, ArchiveProperties limits) {
        this.file = file;
        this.zip = zip;
        this.left = limits.maxUnpackedSize().toBytes();
        this.conversations = zip == null ? List.of("") : list(zip, limits);
    }

    static Archive open(Path file, ArchiveProperties limits) throws IOException {
        byte[] start = new byte[4];
        int read;
        try (InputStream in = Files.newInputStream(file)) {
            read = in.readNBytes(start, 0, 4);
        }
        if (read < 4 || start[0] != 'P' || start[1] != 'K') {
            return new Archive(file, null, limits);
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw invalid("The ZIP file cannot be read: " + e.getMessage() + ". Export it again, or send it whole.");
        }
        try {
            return new Archive(file, zip, limits);
        } catch (ProblemException e) {
            zip.close();
            throw e;
        }
    }

    private List<String> list(ZipFile opened, ArchiveProperties limits) {
        if (opened.size() > MOST_ENTRIES) {
            throw invalid("The file has " + opened.size() + " entries; at most " + MOST_ENTRIES + " are taken.");
        }
        List<String> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : Collections.list(opened.entries())) {
            String name = entry.getName();
            if (!names.add(name)) {
                throw invalid("The file has two entries of one name, '" + name + "'.");
            }
            if (ArchiveNames.isConversation(name)) {
                found.add(name);
            } else if (!ArchiveNames.digest(name).isEmpty()) {
                pictures.put(ArchiveNames.digest(name), name);
            }
        }
        if (found.isEmpty() && !names.contains(ArchiveNames.CONTENTS)) {
            throw invalid("The file has no entry such as conversations/ID.json. Send what GET /api/v1/export gives, "
                    + "or one conversation's JSON.");
        }
        if (found.size() > limits.maxConversations()) {
            throw invalid("The file has " + found.size() + " conversations; at most " + limits.maxConversations()
                    + " are taken at once. An administrator can raise azulejo.imports.max-conversations.");
        }
        return found;
    }

    /** The names of its conversations; one that is empty where the file is a conversation itself. */
    List<String> conversations() {
        return conversations;
    }

    boolean hasPicture(String digest) {
        return pictures.containsKey(digest);
    }

    /** Empty where the archive has none. */
    Optional<byte[]> contents(long most) throws IOException {
        return zip == null || zip.getEntry(ArchiveNames.CONTENTS) == null
                ? Optional.empty()
                : Optional.of(read(ArchiveNames.CONTENTS, most));
    }

    byte[] picture(String digest, long most) throws IOException {
        return read(String.valueOf(pictures.get(digest)), most);
    }

    /** All of an entry, as long as it is not larger than that. */
    byte[] read(String name, long most) throws IOException {
        try (InputStream in = open(name)) {
            byte[] read = in.readNBytes((int) Math.min(Math.min(most, left) + 1, Integer.MAX_VALUE - 8));
            if (read.length > most) {
                throw invalid("It is larger than " + most + " bytes, the most that is taken.");
            }
            if (read.length > left) {
                throw invalid("The file is too large once it is unpacked. An administrator can raise "
                        + "azulejo.imports.max-unpacked-size.");
            }
            left -= read.length;
            return read;
        }
    }

    private InputStream open(String name) throws IOException {
        return zip == null ? Files.newInputStream(file) : zip.getInputStream(new ZipEntry(zip.getEntry(name)));
    }

    static ProblemException invalid(String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-import", "The file cannot be imported",
                detail).withParameter("file");
    }

    @Override
    public void close() throws IOException {
        if (zip != null) {
            zip.close();
        }
    }
}
