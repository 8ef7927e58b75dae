package io.nutflux.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.model.MintUrl;
import io.nutflux.store.InboxTask;
import java.time.Instant;

/** An entry of the inbox in the hands of a worker, as its row holds it. */
record SealedTask(String key, MintUrl mint, Sealed token, Instant acceptedAt, int attempts) {

    InboxTask open(Opener opener) {
        return new InboxTask(key, mint, opener.open(token, bytes -> new String(bytes, UTF_8)), acceptedAt, attempts);
    }

    /** The same, taken up once more. */
    SealedTask attempted() {
        return new SealedTask(key, mint, token, acceptedAt, attempts + 1);
    }
}
