package io.nutflux.store;

import io.nutflux.model.MintUrl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the inbox in the hands of a worker.
 *
 * @param token the token's text as received
 * @param attempts how often a worker took it up, this time included
 * @param refusedSince since when its mint has done nothing but refuse it; {@code null} if it has not, or was away since
 */
public record InboxTask(
        String key,
        MintUrl mint,
        String token,
        Instant acceptedAt,
        int attempts,
        @Nullable Instant refusedSince) {

    /** The same, taken up once more. */
    public InboxTask attempted() {
        return new InboxTask(key, mint, token, acceptedAt, attempts + 1, refusedSince);
    }

    @Override
    public String toString() {
        return "InboxTask[" + key + ", " + mint + ", attempt " + attempts + ", redacted]";
    }
}
