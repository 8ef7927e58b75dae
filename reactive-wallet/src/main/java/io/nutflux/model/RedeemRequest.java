package io.nutflux.model;

/**
 * One incoming token and the caller's name for it.
 *
 * @param key the caller's idempotency key, 1 to 200 characters, unique to the token: presenting the same key again gives
 *     the first outcome. An order number or the token's own digest will do; never the token itself, since keys appear in
 *     logs and events
 * @param token the token's text as received; untrusted
 */
public record RedeemRequest(String key, String token) {

    public static final int MAX_KEY_LENGTH = 200;

    public RedeemRequest {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return "RedeemRequest[" + key + ", redacted]";
    }
}
