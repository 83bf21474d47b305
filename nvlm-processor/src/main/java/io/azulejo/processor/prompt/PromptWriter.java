package io.azulejo.processor.prompt;

import java.util.List;

/** Takes a prompt down as a form dictates it. */
interface PromptWriter {

    /** What the tokenizer puts in front of every text. */
    void prefix(List<Integer> tokens);

    /** Text of a format, whose control tokens count. */
    void format(String literal);

    /** Text as somebody wrote it. */
    void text(String plain);

    /** @param index the picture's place among all pictures of the conversation */
    void picture(int index);

    default void content(List<Piece> content) {
        for (Piece piece : content) {
            switch (piece) {
                case Piece.Text plain -> text(plain.text());
                case Piece.Picture picture -> picture(picture.index());
            }
        }
    }
}
