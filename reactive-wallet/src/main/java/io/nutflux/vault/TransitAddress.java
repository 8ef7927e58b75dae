package io.nutflux.vault;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where one key of a transit engine is: server, mount and key.
 *
 * @param base scheme, host, port and path prefix, without a slash at the end
 */
record TransitAddress(String base, String mount, String key) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|\\[::1]|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Set<String> DOTS = Set.of(".", "..");

    static TransitAddress of(URI server, String mount, String key) {
        requireSafe(server);
        if (!isName(key)) {
            throw new IllegalArgumentException(
                    "a transit key's name has letters, digits, dots, hyphens or underscores");
        }
        if (mount.length() > 256 || !Arrays.stream(mount.split("/", -1)).allMatch(TransitAddress::isName)) {
            throw new IllegalArgumentException("a mount is a path such as transit or kms/transit");
        }
        return new TransitAddress(server.toString().replaceAll("/+$", ""), mount, key);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !DOTS.contains(text);
    }

    private static void requireSafe(URI server) {
        String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
        String host = server.getHost();
        if (host == null
                || server.getRawUserInfo() != null
                || server.getRawQuery() != null
                || server.getRawFragment() != null
                || !Set.of("https", "http").contains(scheme)) {
            throw new IllegalArgumentException(
                    "Vault's address is https://host[:port], without user, query and fragment");
        }
        if (scheme.equals("http")
                && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "keys and the token go to Vault over https; plain http only to this machine");
        }
    }

    /** The address of the key under the engine's {@code action}: encrypt, decrypt or keys. */
    URI uri(String action) {
        return URI.create(base + "/v1/" + mount + "/" + action + "/" + key);
    }

    /** Which key; stored beside what it wraps. The server may move, so its address is no part of it. */
    String provider() {
        return "vault:" + mount + "/" + key;
    }

    @Override
    public String toString() {
        return base + " " + mount + "/" + key;
    }
}
