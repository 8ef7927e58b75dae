package io.nutflux.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.model.MintUrl;
import io.nutflux.store.InboxTask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An entry of the inbox in the hands of a worker, as its row holds it. */
record SealedTask(
        String key,
        MintUrl mint,
        Sealed token,
        Instant acceptedAt,
        int attempts,
        @Nullable Instant refusedSince) {

    InboxTask open(Opener opener) {
        String text = opener.open(token, bytes -> new String(bytes, UTF_8));
        return new InboxTask(key, mint, text, acceptedAt, attempts, refusedSince);
    }

    /** The same, taken up once more. */
    SealedTask attempted() {
        return new SealedTask(key, mint, token, acceptedAt, attempts + 1, refusedSince);
    }
}
