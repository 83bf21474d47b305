package io.azulejo.processor.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.azulejo.processor.template.Whitespace;

/**
 * A content without the white space at its ends.
 *
 * @param before the white space before
 * @param inner what does not begin or end with white space; empty where there is nothing else
 * @param after the white space after
 */
record MarkedContent(String before, List<Piece> inner, String after) {

    static MarkedContent of(List<Piece> content) {
        Deque<Piece> pieces = new ArrayDeque<>(content);
        StringBuilder before = new StringBuilder();
        while (pieces.peekFirst() instanceof Piece.Text first) {
            pieces.removeFirst();
            String rest = Whitespace.stripLeading(first.text());
            before.append(first.text(), 0, first.text().length() - rest.length());
            if (!rest.isEmpty()) {
                pieces.addFirst(new Piece.Text(rest));
                break;
            }
        }
        StringBuilder after = new StringBuilder();
        while (pieces.peekLast() instanceof Piece.Text last) {
            pieces.removeLast();
            String rest = Whitespace.stripTrailing(last.text());
            after.insert(0, last.text().substring(rest.length()));
            if (!rest.isEmpty()) {
                pieces.addLast(new Piece.Text(rest));
                break;
            }
        }
        return new MarkedContent(before.toString(), new ArrayList<>(pieces), after.toString());
    }
}
