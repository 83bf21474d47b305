package io.azulejo.server.search;

import java.util.ArrayList;
import java.util.List;

/** The part of a text where something was found. */
final class Snippet {

    private static final int BEFORE = 60;
    private static final int LENGTH = 200;

    private Snippet() {}

    /** @param hit whether it is what was looked for */
    record Piece(String text, boolean hit) {}

    /** The text around the first place where one of the words is; empty where none of them is in it. */
    static List<Piece> of(String text, List<Words.Word> wanted) {
        List<int[]> hits = hits(text, wanted);
        if (hits.isEmpty()) {
            return List.of();
        }
        int from = start(text, hits.getFirst()[0] - BEFORE, hits.getFirst()[0]);
        int to = end(text, Math.max(from + LENGTH, hits.getFirst()[1]));
        List<Piece> pieces = new ArrayList<>();
        int at = from;
        for (int[] hit : hits) {
            if (hit[1] > to) {
                break;
            }
            add(pieces, (at == from && from > 0 ? "…" : "") + text.substring(at, hit[0]), false);
            add(pieces, text.substring(hit[0], hit[1]), true);
            at = hit[1];
        }
        add(pieces, text.substring(at, to) + (to < text.length() ? "…" : ""), false);
        return pieces;
    }

    private static void add(List<Piece> pieces, String text, boolean hit) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, hit));
        }
    }

    private static List<int[]> hits(String text, List<Words.Word> wanted) {
        List<int[]> hits = new ArrayList<>();
        for (Words.Word word : Words.of(text)) {
            for (Words.Word looked : wanted) {
                if (looked.unparted() != word.unparted()) {
                    continue;
                }
                if (!word.unparted()) {
                    if (word.folded().startsWith(looked.folded())) {
                        hits.add(new int[]{word.start(), word.end()});
                        break;
                    }
                } else {
                    runHits(text, word, looked.folded(), hits);
                }
            }
        }
        return merged(hits);
    }

    /** Where in a run of letters a part of it stands, in chars of the text. */
    private static void runHits(String text, Words.Word run, String part, List<int[]> hits) {
        for (int start = run.start(); start < run.end(); start += Character.charCount(text.codePointAt(start))) {
            StringBuilder folded = new StringBuilder();
            for (int end = start; end < run.end() && folded.length() < part.length();) {
                end += Character.charCount(text.codePointAt(end));
                folded.setLength(0);
                folded.append(Words.fold(text.substring(start, end)));
                if (folded.compareTo(new StringBuilder(part)) == 0) {
                    hits.add(new int[]{start, end});
                }
            }
        }
    }

    private static List<int[]> merged(List<int[]> hits) {
        hits.sort((a, b) -> Integer.compare(a[0], b[0]));
        List<int[]> merged = new ArrayList<>();
        for (int[] hit : hits) {
            if (!merged.isEmpty() && hit[0] <= merged.getLast()[1]) {
                merged.getLast()[1] = Math.max(merged.getLast()[1], hit[1]);
            } else {
                merged.add(hit);
            }
        }
        return merged;
    }

    /** The beginning of a word near a place. */
    private static int start(String text, int place, int latest) {
        if (place <= 0) {
            return 0;
        }
        for (int at = place; at < latest; at++) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at + 1;
            }
        }
        return whole(text, place);
    }

    private static int end(String text, int place) {
        if (place >= text.length()) {
            return text.length();
        }
        for (int at = place; at > place - BEFORE / 2; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return whole(text, place);
    }

    /** Not between the halves of a character. */
    private static int whole(String text, int place) {
        return Character.isLowSurrogate(text.charAt(place)) ? place - 1 : place;
    }
}
