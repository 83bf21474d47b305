package io.azulejo.server.page;

/** What a browser lets the page do. */
final class ContentSecurityPolicy {

    /** Everything comes from this server, and nothing that stands in the page's own text is run or styles it. */
    static final String PAGE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
            + "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    /** The frame in which the page has diagrams drawn may write styles, and can do nothing else. */
    static final String DIAGRAM = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'self'";

    private ContentSecurityPolicy() {}
}
