package io.azulejo.server.attachment;

import java.io.IOException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

import io.azulejo.server.web.ProblemException;

/** Refuses what is no picture, is broken as far as its header tells, or would be too large to decode. */
@Component
public class PictureChecks {

    private static final String ACCEPTED = "Send a JPEG, PNG, GIF, WebP, BMP or TIFF picture.";

    private final UploadProperties limits;

    PictureChecks(UploadProperties limits) {
        this.limits = limits;
    }

    /** @throws ProblemException where the picture cannot be used, with the reason in words */
    public Picture check(byte[] data, @Nullable String fileName) {
        String name = fileName == null || fileName.isBlank() ? "The picture" : "'" + fileName + "'";
        if (data.length == 0) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "unreadable-picture",
                    "A picture cannot be read", name + " is empty. " + ACCEPTED);
        }
        if (data.length > limits.maxPictureSize().toBytes()) {
            throw tooLarge(name);
        }
        PictureType type = PictureType.of(data);
        if (type == null) {
            throw ProblemException.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "not-a-picture", "Not a picture",
                    name + " is not a picture that can be read, whatever its name says. " + ACCEPTED);
        }
        PictureHeader header = header(type, data, name);
        long pixels = (long) header.width() * header.height();
        if (pixels > limits.maxPicturePixels()) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "picture-too-large", "A picture is too large",
                    String.format(Locale.ROOT, "%s has %d × %d pixels; at most %d pixels are taken. Send it smaller.",
                            name, header.width(), header.height(), limits.maxPicturePixels()));
        }
        return new Picture(data, type.mediaType(), shortened(fileName), header.width(), header.height());
    }

    /** The most bytes that are read of one picture. */
    public long maxBytes() {
        return limits.maxPictureSize().toBytes();
    }

    /** The most pictures of one message. */
    public int maxPictures() {
        return limits.maxPictures();
    }

    /** The answer to a picture of too many bytes. */
    public ProblemException tooLarge(String name) {
        return ProblemException.of(HttpStatus.CONTENT_TOO_LARGE, "picture-too-large", "A picture is too large",
                name + " is larger than " + limits.maxPictureSize().toBytes()
                        + " bytes, the most for one picture. Send it smaller.");
    }

    private static PictureHeader header(PictureType type, byte[] data, String name) {
        try {
            return PictureHeader.read(type, data);
        } catch (IOException e) {
            throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "unreadable-picture",
                    "A picture cannot be read",
                    name + " cannot be read as " + type + ": " + e.getMessage() + ". Send it again, whole.");
        }
    }

    private static @Nullable String shortened(@Nullable String fileName) {
        if (fileName == null) {
            return null;
        }
        String clean = fileName.replaceAll("\\p{Cntrl}", "");
        return clean.length() > 200 ? clean.substring(0, 200) : clean;
    }
}
