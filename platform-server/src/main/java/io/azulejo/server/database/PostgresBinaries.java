package io.azulejo.server.database;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the class path once into a folder named by their digest. */
final class PostgresBinaries {

    private static final String REMEDY = "Set spring.datasource.url to a PostgreSQL that runs elsewhere.";

    private PostgresBinaries() {}

    /** @return the folder that holds {@code bin}, {@code lib} and {@code share} */
    static Path unpackInto(Path directory) throws IOException {
        byte[] archive = archive();
        Path target = directory.resolve("postgresql-" + digest(archive).substring(0, 16));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path unfinished = directory.resolve(target.getFileName() + ".unfinished");
        FileSystemUtils.deleteRecursively(unfinished);
        unpack(archive, unfinished);
        return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name");
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream in = open(system, machine)) {
            if (in == null) {
                throw new EmbeddedPostgresException("There are no programs for " + system + " on " + machine + ".",
                        REMEDY, null);
            }
            return in.readAllBytes();
        }
    }

    private static @Nullable InputStream open(String system, String machine) {
        String family = system.toLowerCase(Locale.ROOT).startsWith("mac")
                ? "Darwin"
                : system.toLowerCase(Locale.ROOT).startsWith("windows") ? "Windows" : system;
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(family, machine);
        } catch (IOException | IllegalStateException e) {
            throw new EmbeddedPostgresException("There are no programs for " + system + " on " + machine + ".", REMEDY,
                    e);
        }
    }

    private static void unpack(byte[] archive, Path directory) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = directory.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling("."));
                if (entry.isSymbolicLink() || entry.isLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    continue;
                }
                Files.copy(tar, file);
                if (file.startsWith(directory.resolve("bin")) && isPosix(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
