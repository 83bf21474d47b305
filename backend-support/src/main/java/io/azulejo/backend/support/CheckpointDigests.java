package io.azulejo.backend.support;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Digests by which a checkpoint is known again, made in a moment however large it is. Of the weights they take the files'
 * names, sizes and headers, and pieces of 64 KiB spread evenly over each file: checkpoints that were trained otherwise
 * differ all over. They are no proof against somebody who changes single weights on purpose.
 *
 * @param checkpoint of {@code config.json}, {@code generation_config.json} and the weights
 * @param tokenizer of the tokenizer's files and the chat template
 */
public record CheckpointDigests(String checkpoint, String tokenizer) {

    private static final int PIECES = 16;
    private static final int PIECE_BYTES = 64 << 10;
    private static final long MOST_HEADER_BYTES = 100_000_000;
    private static final Set<String> CONFIGURATION = Set.of("config.json", "generation_config.json",
            "model.safetensors.index.json");
    private static final Set<String> TOKENIZER = Set.of("tokenizer.json", "tokenizer_config.json", "vocab.json",
            "merges.txt", "tokenizer.model", "added_tokens.json", "special_tokens_map.json", "chat_template.jinja",
            "chat_template.json");

    /** @param directory of a checkpoint, in which weights need not be */
    public static CheckpointDigests of(Path directory) {
        try (Stream<Path> listed = Files.list(directory)) {
            List<Path> files = listed.filter(Files::isRegularFile).sorted().toList();
            MessageDigest checkpoint = sha256();
            MessageDigest tokenizer = sha256();
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (CONFIGURATION.contains(name)) {
                    begin(checkpoint, name, Files.size(file));
                    checkpoint.update(Files.readAllBytes(file));
                } else if (TOKENIZER.contains(name)) {
                    begin(tokenizer, name, Files.size(file));
                    tokenizer.update(Files.readAllBytes(file));
                } else if (name.endsWith(".safetensors")) {
                    begin(checkpoint, name, Files.size(file));
                    addWeights(checkpoint, file);
                }
            }
            return new CheckpointDigests(hex(checkpoint), hex(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of the ids of a prompt's tokens. */
    public static String ofTokens(int[] ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(ids);
        MessageDigest digest = sha256();
        digest.update(bytes);
        return hex(digest);
    }

    private static void begin(MessageDigest digest, String name, long size) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(bytes.length).putLong(size).flip());
        digest.update(bytes);
    }

    private static void addWeights(MessageDigest digest, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                return;
            }
            long header = read(channel, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (header > 0 && header <= Math.min(MOST_HEADER_BYTES, size - Long.BYTES)) {
                digest.update(read(channel, Long.BYTES, (int) header));
            }
            long last = Math.max(0, size - PIECE_BYTES);
            for (int piece = 0; piece < PIECES; piece++) {
                long at = last / (PIECES - 1) * piece;
                digest.update(read(channel, at, (int) Math.min(PIECE_BYTES, size - at)));
            }
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("The file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static String hex(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
