package io.azulejo.server.page;

/** What a browser lets the page do. */
final class ContentSecurityPolicy {

    /** Everything comes from this server, and nothing that stands in the page's own text is run or styles it. */
    static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
            + "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    /** A frame of the page draws what may not be trusted: it may style itself, and reach nothing. */
    static final String FRAME = "sandbox allow-scripts; default-src 'none'; script-src 'self'; "
            + "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private ContentSecurityPolicy() {}
}
