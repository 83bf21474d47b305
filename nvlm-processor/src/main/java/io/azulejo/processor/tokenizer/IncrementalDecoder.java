package io.azulejo.processor.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes one answer token by token. Each piece is whole characters: bytes that may still become a character are held
 * back until the next token or {@link #finish()}. Bytes that cannot become one read U+FFFD, as they would in the whole
 * text; the pieces joined are exactly {@link Tokenizer#decode}. For one thread.
 */
public final class IncrementalDecoder {

    private final Tokenizer tokenizer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] heldBack = {};

    IncrementalDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The characters that the token completes; often empty, and always for a special token. */
    public String append(int id) {
        return tokenizer.isSpecial(id) ? "" : append(tokenizer.sharedBytes(id));
    }

    /** What was held back: U+FFFD where a character was cut off, else empty. The decoder can be used anew. */
    public String finish() {
        String rest = decode(ByteBuffer.wrap(heldBack), true);
        heldBack = new byte[0];
        return rest;
    }

    String append(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(heldBack.length + bytes.length).put(heldBack).put(bytes).flip();
        String text = decode(in, false);
        heldBack = new byte[in.remaining()];
        in.get(heldBack);
        return text;
    }

    private String decode(ByteBuffer in, boolean last) {
        // UTF-8 never gives more UTF-16 units than it has bytes, so the output cannot overflow.
        CharBuffer out = CharBuffer.allocate(in.remaining());
        decoder.reset();
        decoder.decode(in, out, last);
        return out.flip().toString();
    }
}
