package io.azulejo.processor.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The byte-level alphabet of GPT-2's tokenizer: each byte is written as one printable character, those of Latin-1 as
 * themselves and the others as U+0100 and up, in the bytes' order.
 */
final class ByteLevelAlphabet {

    private static final int FIRST_SUBSTITUTE = 0x100;

    /** The byte that each character below 0x144 stands for, or -1. */
    private static final int[] BYTES = new int[FIRST_SUBSTITUTE + 68];

    static {
        Arrays.fill(BYTES, -1);
        int substitute = FIRST_SUBSTITUTE;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            BYTES[printable ? b : substitute++] = b;
        }
    }

    private ByteLevelAlphabet() {}

    /** The bytes that a vocabulary entry stands for; one that is not written in the alphabet is taken as UTF-8. */
    static byte[] bytes(String entry) {
        byte[] bytes = new byte[entry.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = entry.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return entry.getBytes(StandardCharsets.UTF_8);
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }
}
