package io.azulejo.processor.template;

/**
 * A stretch of a template's source, with white space control already applied.
 *
 * @param kind what it is
 * @param text the literal text, or the code between the marks
 */
record Segment(Kind kind, String text) {

    enum Kind {
        TEXT, OUTPUT, STATEMENT
    }
}
