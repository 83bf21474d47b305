package io.azulejo.server.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;

import io.azulejo.api.model.GenerationOptions;

/**
 * Brings a conversation back to the deployment that has its beginning in a cache. A conversation is known by how it
 * begins, which is also what a cache knows it by: all up to the first message of the user, and for whom it is. Each
 * deployment's score is a hash of that and of its name (rendezvous hashing): nothing is remembered, every instance comes
 * to the same order, and where a deployment goes or comes only its own conversations move.
 */
final class Stickiness {

    private final byte[] conversation;

    private Stickiness(byte[] conversation) {
        this.conversation = conversation;
    }

    static Stickiness of(Prompt prompt) {
        MessageDigest digest = sha256();
        add(digest, GenerationOptions.from(prompt.getOptions()).user());
        for (Message message : prompt.getInstructions()) {
            add(digest, message.getMessageType().getValue());
            add(digest, message.getText());
            if (message instanceof UserMessage user) {
                user.getMedia().forEach(media -> add(digest, media));
                break;
            }
        }
        return new Stickiness(digest.digest());
    }

    /** The highest comes first: that of a deployment with the weight 2 is the highest twice as often as one with 1. */
    double score(Deployment deployment) {
        MessageDigest digest = sha256();
        digest.update(conversation);
        add(digest, deployment.name());
        long bits = ByteBuffer.wrap(digest.digest()).getLong() >>> 11;
        return -deployment.weight() / Math.log((bits + 0.5) * 0x1p-53);
    }

    private static void add(MessageDigest digest, @Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    /** A checksum is enough: two pictures with the same one only go to the same place. */
    private static void add(MessageDigest digest, Media media) {
        if (media.getData() instanceof byte[] picture) {
            CRC32C checksum = new CRC32C();
            checksum.update(picture);
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
