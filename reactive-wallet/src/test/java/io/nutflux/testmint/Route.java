package io.nutflux.testmint;

/**
 * Where a request goes.
 *
 * @param method the HTTP method
 * @param path the path with its argument's name in place of the argument, such as {@code /v1/keys/{keyset_id}}; the raw
 *     path where the mint has no such endpoint
 * @param argument the argument, or empty
 */
record Route(String method, String path, String argument) {

    private static final String KEYS = "/v1/keys/";
    private static final String QUOTE = "/v1/mint/quote/bolt11/";

    static Route of(String method, String path) {
        if (path.startsWith(KEYS)) {
            return new Route(method, KEYS + "{keyset_id}", path.substring(KEYS.length()));
        }
        if (path.startsWith(QUOTE)) {
            return new Route(method, QUOTE + "{quote_id}", path.substring(QUOTE.length()));
        }
        return new Route(method, path, "");
    }

    String name() {
        return method + " " + path;
    }
}
