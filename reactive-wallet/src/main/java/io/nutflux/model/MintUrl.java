package io.nutflux.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A mint's base address in normal form: scheme and host in lower case, default port dropped, no trailing slash, path
 * prefix kept (protocol X.1). Two addresses of one mint compare equal exactly if their normal forms do.
 *
 * <p>Whether plain http is acceptable is policy, not form: see {@link #isPlainHttp} and {@link #isLoopback}.
 */
public record MintUrl(String value) {

    /** Of an address in a store's indexes, whose rows have their bounds, there is room for more than one such text. */
    public static final int MAX_LENGTH = 1024;

    public MintUrl {
        value = normalise(value);
    }

    private static String normalise(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a mint URL has at most " + MAX_LENGTH + " characters");
        }
        // java.net.URI lets other characters stand in a path; RFC 3986 does not, and has them percent-encoded.
        if (text.chars().anyMatch(c -> c > 0x7f)) {
            throw new IllegalArgumentException("a mint URL is ASCII; other characters are percent-encoded");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("a mint URL is https or http");
        }
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a mint URL has a host, no user, no query and no fragment");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        int port = uri.getPort();
        boolean defaultPort = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        if (!defaultPort && (port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (defaultPort ? "" : ":" + port)
                + path.substring(0, end);
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if {@code text} is not an absolute http(s) URL with a host and without user,
     *     query and fragment
     */
    public static MintUrl of(String text) {
        return new MintUrl(text);
    }

    /** The address of an endpoint, {@code path} beginning with a slash. */
    public String resolve(String path) {
        return value + path;
    }

    public boolean isPlainHttp() {
        return value.startsWith("http://");
    }

    /** Whether the host is written as a loopback address: 127.0.0.0/8, ::1 or localhost. Nothing is looked up. */
    public boolean isLoopback() {
        String host = URI.create(value).getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    @Override
    public String toString() {
        return value;
    }
}
