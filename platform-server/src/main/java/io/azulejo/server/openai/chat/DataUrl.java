package io.azulejo.server.openai.chat;

import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.ai.content.Media;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import io.azulejo.server.openai.OpenAiException;

/** Reads a picture that is inside its address: {@code data:image/png;base64,...}. */
public final class DataUrl {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private DataUrl() {}

    /**
     * The picture with the type that the address declares, which need not be true: the bytes decide.
     *
     * @throws OpenAiException where it is something else, or empty
     */
    public static Media parse(String field, String url) {
        if (!url.regionMatches(true, 0, "data:", 0, 5)) {
            throw url.toLowerCase(Locale.ROOT).startsWith("http")
                    ? OpenAiException.invalidImage(field, "'" + field + "' is a web address, and this server fetches "
                            + "none. Send the picture itself as a data URL: data:image/png;base64,...")
                    : notData(field);
        }
        int comma = url.indexOf(',');
        if (comma < 0) {
            throw notData(field);
        }
        String declared = url.substring(5, comma);
        if (!declared.toLowerCase(Locale.ROOT).endsWith(";base64")) {
            throw notData(field);
        }
        byte[] data = decode(field, url.substring(comma + 1));
        if (data.length == 0) {
            throw OpenAiException.invalidImage(field, "The picture in '" + field + "' is empty.");
        }
        MimeType type = mimeType(declared.substring(0, declared.length() - ";base64".length()));
        return Media.builder().mimeType(type).data(data).build();
    }

    private static byte[] decode(String field, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            try {
                // Some encoders break lines.
                return Base64.getDecoder().decode(WHITE_SPACE.matcher(text).replaceAll(""));
            } catch (IllegalArgumentException e) {
                throw OpenAiException.invalidImage(field, "The picture in '" + field + "' is not base64: "
                        + e.getMessage() + ".");
            }
        }
    }

    private static MimeType mimeType(String declared) {
        try {
            return MimeTypeUtils.parseMimeType(declared);
        } catch (InvalidMimeTypeException _) {
            return MimeTypeUtils.APPLICATION_OCTET_STREAM;
        }
    }

    private static OpenAiException notData(String field) {
        return OpenAiException.invalidImage(field,
                "'" + field + "' is not a data URL. Send the picture as data:image/png;base64,...");
    }
}
