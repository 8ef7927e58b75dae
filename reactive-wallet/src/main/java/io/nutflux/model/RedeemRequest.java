package io.nutflux.model;

/**
 * One incoming token and the caller's name for it.
 *
 * @param key the caller's idempotency key, 1 to 200 characters, unique to the token: presenting the same key again gives
 *     the first outcome. An order number or the token's own digest will do; never the token itself, since keys appear in
 *     logs and events. Those that begin with {@value #RESERVED_PREFIX} are the wallet's own
 * @param token the token's text as received; untrusted
 */
public record RedeemRequest(String key, String token) {

    public static final int MAX_KEY_LENGTH = 200;
    /** What the keys begin with under which a wallet takes back what it handed out. */
    public static final String RESERVED_PREFIX = "reclaim:";

    public RedeemRequest {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY_LENGTH + " characters");
        }
        if (key.startsWith(RESERVED_PREFIX)) {
            throw new IllegalArgumentException("keys that begin with " + RESERVED_PREFIX + " are the wallet's own");
        }
    }

    @Override
    public String toString() {
        return "RedeemRequest[" + key + ", redacted]";
    }
}
