package io.azulejo.processor.prompt;

import java.util.List;
import java.util.stream.Collectors;

import io.azulejo.processor.template.Whitespace;

/** Takes the white space off both ends of a content, the way Jinja's {@code trim} does. */
final class Trimmed {

    private Trimmed() {}

    /** For contents without pictures: only text-only families trim. */
    static List<Piece> content(List<Piece> content) {
        String text = content.stream().map(piece -> switch (piece) {
            case Piece.Text plain -> plain.text();
            case Piece.Picture _ -> throw new IllegalStateException("a picture in a text-only conversation");
        }).collect(Collectors.joining());
        return List.of(new Piece.Text(Whitespace.strip(text)));
    }
}
