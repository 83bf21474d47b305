package io.azulejo.processor.prompt;

/** A stretch of a message's content in the order of the prompt. */
sealed interface Piece {

    record Text(String text) implements Piece {}

    /** @param index the picture's place among all pictures of the conversation */
    record Picture(int index) implements Piece {}
}
