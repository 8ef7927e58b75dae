package io.nutflux.store.sql;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.store.LedgerTotals;

/** The end of one chain, and the sums up to there. */
final class LedgerHead {

    private final LedgerTotals totals;
    private final long length;
    private final byte[] link;

    LedgerHead(LedgerTotals totals, long length, byte[] link) {
        this.totals = totals;
        this.length = length;
        this.link = link;
    }

    MintUrl mint() {
        return totals.mint();
    }

    CurrencyUnit unit() {
        return totals.unit();
    }

    LedgerTotals totals() {
        return totals;
    }

    /** How many entries there are. */
    long length() {
        return length;
    }

    byte[] link() {
        return link;
    }
}
