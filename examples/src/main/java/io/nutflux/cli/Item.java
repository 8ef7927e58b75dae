package io.nutflux.cli;

import io.nutflux.model.RedeemRequest;

/** One token of a batch with its line, or a line that is none. */
sealed interface Item {

    /** A token for the wallet. */
    record Ready(RedeemRequest request, long line) implements Item {}

    /** A line whose outcome is known before the wallet is asked. */
    record Decided(Outcome outcome) implements Item {}
}
