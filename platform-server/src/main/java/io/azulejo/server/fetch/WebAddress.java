package io.azulejo.server.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import io.azulejo.server.fetch.FetchException.Reason;

/**
 * An address that a picture may be fetched from, as far as it can be told by looking at it.
 *
 * @param host as it is looked up, without brackets
 * @param pathAndQuery as it is asked for
 */
record WebAddress(URI uri, boolean secure, String host, int port, String pathAndQuery) {

    private static final int MAX_LENGTH = 4096;

    /** @throws FetchException where it may not be fetched from */
    static WebAddress of(String text, FetchProperties settings) {
        if (text.length() > MAX_LENGTH) {
            throw refused("the address has more than " + MAX_LENGTH + " characters");
        }
        try {
            return of(new URI(text), settings);
        } catch (URISyntaxException _) {
            throw refused("the address is not a valid one");
        }
    }

    private static WebAddress of(URI uri, FetchProperties settings) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!settings.schemes().contains(scheme) || !(scheme.equals("https") || scheme.equals("http"))) {
            throw refused("pictures are fetched by " + String.join(", ", settings.schemes()) + " only");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("the address has a name or a password in it");
        }
        if (uri.getHost() == null) {
            throw refused("the address has no valid host");
        }
        boolean secure = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        if (!settings.ports().contains(port)) {
            throw refused("pictures are not fetched from port " + port);
        }
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        if (!isAllowed(host, settings)) {
            throw refused("pictures are not fetched from this host");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new WebAddress(uri, secure, host, port,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static boolean isAllowed(String host, FetchProperties settings) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return settings.allowedHosts().isEmpty() || settings.allowedHosts().stream()
                .map(allowed -> allowed.toLowerCase(Locale.ROOT))
                .anyMatch(allowed -> allowed.startsWith("*.")
                        ? name.endsWith(allowed.substring(1))
                        : name.equals(allowed));
    }

    /** Where a redirect leads. */
    WebAddress redirect(String location, FetchProperties settings) {
        URI next;
        try {
            next = uri.resolve(new URI(location));
        } catch (URISyntaxException | IllegalArgumentException _) {
            throw refused("the host redirects to an address that is not a valid one");
        }
        if (secure && !"https".equalsIgnoreCase(next.getScheme())) {
            throw refused("the host redirects from https to an address that is not");
        }
        return of(next.toString(), settings);
    }

    private static FetchException refused(String why) {
        return new FetchException(Reason.REFUSED, why);
    }
}
