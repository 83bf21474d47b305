package io.azulejo.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The demo checkpoint in the Hugging Face layout. A jar's entries cannot be mapped into memory, so the files are
 * copied out once.
 */
public final class DemoModel {

    private static final String RESOURCES = "checkpoint/";
    private static final String INDEX = RESOURCES + "checkpoint.files";

    private DemoModel() {}

    /**
     * Puts the checkpoint into a folder of its own below a directory. Files that are there already and whole are left
     * alone; others are replaced atomically, so a start that was cut off does no harm.
     *
     * @param directory the directory that will hold the folder; made where it is missing
     * @return the checkpoint's folder, named by the digest of its contents
     * @throws UncheckedIOException where the files cannot be written
     */
    public static Path extractTo(Path directory) {
        try {
            byte[] index = read(INDEX);
            String version = HexFormat.of().formatHex(sha256().digest(index)).substring(0, 12);
            Path folder = Files.createDirectories(directory.resolve("demo-model-" + version));
            for (Entry entry : entries(index)) {
                Path file = folder.resolve(entry.name());
                if (!Files.exists(file) || Files.size(file) != entry.size() || !digestOf(file).equals(entry.sha256())) {
                    copy(entry, file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("The demo model could not be written below " + directory, e);
        }
    }

    private record Entry(String name, String sha256, long size) {

        static Entry parse(String line) {
            String[] fields = line.split(" ", 3);
            return new Entry(fields[0], fields[1], Long.parseLong(fields[2]));
        }
    }

    private static List<Entry> entries(byte[] index) {
        return new String(index, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).map(Entry::parse)
                .toList();
    }

    private static void copy(Entry entry, Path file) throws IOException {
        Path partial = Files.createTempFile(file.getParent(), entry.name(), ".partial");
        try {
            MessageDigest digest = sha256();
            try (InputStream in = open(RESOURCES + entry.name());
                    DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(partial), digest)) {
                in.transferTo(out);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
                throw new IOException(entry.name() + " differs from its entry in " + INDEX);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream in = DemoModel.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("The demo model's jar lacks " + resource);
        }
        return in;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
