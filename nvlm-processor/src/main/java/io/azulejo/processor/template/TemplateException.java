package io.azulejo.processor.template;

/** A template that cannot be read, or cannot be rendered with what it is given. */
public class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }

    /** What a template itself raises, in its own words. */
    public static final class Raised extends TemplateException {

        private static final long serialVersionUID = 1L;

        Raised(String message) {
            super(message);
        }
    }
}
