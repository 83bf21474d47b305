package io.azulejo.server.attachment;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A picture that is stored.
 *
 * @param digest SHA-256 of its bytes, in hexadecimal
 * @param mediaType what its bytes say that it is
 * @param fileName the name that its sender gave it, if any
 * @param size in bytes
 * @param width pixels as stored, before any EXIF turn
 * @param height pixels as stored
 */
public record StoredAttachment(UUID id, String digest, String mediaType, @Nullable String fileName, long size,
        int width, int height) {}
