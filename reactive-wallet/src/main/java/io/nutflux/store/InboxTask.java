package io.nutflux.store;

import io.nutflux.model.MintUrl;
import java.time.Instant;

/**
 * An entry of the inbox in the hands of a worker.
 *
 * @param token the token's text as received
 * @param attempts how often a worker took it up, this time included
 */
public record InboxTask(String key, MintUrl mint, String token, Instant acceptedAt, int attempts) {

    /** The same, taken up once more. */
    public InboxTask attempted() {
        return new InboxTask(key, mint, token, acceptedAt, attempts + 1);
    }

    @Override
    public String toString() {
        return "InboxTask[" + key + ", " + mint + ", attempt " + attempts + ", redacted]";
    }
}
