package io.nutflux.store;

import java.util.List;

/** What became of one {@link InboxDraft}. */
public sealed interface InboxReceipt {

    /** It is stored. */
    record Stored() implements InboxReceipt {}

    /**
     * It is not stored, since it is known.
     *
     * @param redemptions what {@code findRedemptions} gives for its key, digest and proofs; not empty
     */
    record Known(List<Redemption> redemptions) implements InboxReceipt {
        public Known {
            redemptions = List.copyOf(redemptions);
        }
    }

    /**
     * It is not stored, since as many entries wait as may.
     *
     * @param ofMint whether there is room, but not for another one of its mint
     */
    record Full(boolean ofMint) implements InboxReceipt {}
}
