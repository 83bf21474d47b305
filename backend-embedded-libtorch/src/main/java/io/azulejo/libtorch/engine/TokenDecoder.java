package io.azulejo.libtorch.engine;

/** Turns the tokens of one answer into text as they come. */
public interface TokenDecoder {

    /** The text that a token completes; never a part of a character. */
    String append(int id);

    /** What is left when no token follows. */
    String finish();
}
