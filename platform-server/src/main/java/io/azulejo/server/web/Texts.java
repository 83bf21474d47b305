package io.azulejo.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import org.springframework.http.HttpStatus;

/** Refuses texts that are not what they claim, before anything is made of them. */
public final class Texts {

    private Texts() {}

    /** Decodes UTF-8 strictly. */
    public static String decode(byte[] bytes, String parameter) {
        try {
            return check(StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes)).toString(),
                    parameter);
        } catch (CharacterCodingException _) {
            throw invalid("'" + parameter + "' is not valid UTF-8. Send text in UTF-8.", parameter);
        }
    }

    /** Refuses what PostgreSQL cannot keep: the character NUL and halves of surrogate pairs. */
    public static String check(String text, String parameter) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw invalid("'" + parameter + "' has the character U+0000 at " + i + ". Leave it out.", parameter);
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw invalid("'" + parameter + "' has half of a surrogate pair at " + i + ". Send whole characters.",
                        parameter);
            }
        }
        return text;
    }

    private static ProblemException invalid(String detail, String parameter) {
        return ProblemException.of(HttpStatus.BAD_REQUEST, "invalid-text", "Invalid text", detail)
                .withParameter(parameter);
    }
}
