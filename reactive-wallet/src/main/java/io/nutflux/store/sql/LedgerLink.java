package io.nutflux.store.sql;

import io.nutflux.store.LedgerEntry;

/** An entry as it stands in its chain. */
final class LedgerLink {

    private final LedgerEntry entry;
    private final long position;
    private final byte[] link;

    LedgerLink(LedgerEntry entry, long position, byte[] link) {
        this.entry = entry;
        this.position = position;
        this.link = link;
    }

    LedgerEntry entry() {
        return entry;
    }

    long position() {
        return position;
    }

    byte[] link() {
        return link;
    }
}
