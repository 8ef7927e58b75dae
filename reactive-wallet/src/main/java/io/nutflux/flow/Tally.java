package io.nutflux.flow;

import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the wallet does. */
public final class Tally {

    private final LongAdder tokens = new LongAdder();
    private final LongAdder redeemed = new LongAdder();
    private final LongAdder alreadySpent = new LongAdder();
    private final LongAdder invalid = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder pending = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder swaps = new LongAdder();
    private final LongAdder splits = new LongAdder();

    void token() {
        tokens.increment();
    }

    void swap() {
        swaps.increment();
    }

    void split() {
        splits.increment();
    }

    void result(RedeemResult result) {
        counterOf(result).increment();
    }

    private LongAdder counterOf(RedeemResult result) {
        if (result instanceof RedeemResult.Redeemed) {
            return redeemed;
        } else if (result instanceof RedeemResult.AlreadySpent) {
            return alreadySpent;
        } else if (result instanceof RedeemResult.Invalid) {
            return invalid;
        } else if (result instanceof RedeemResult.Refused) {
            return refused;
        } else if (result instanceof RedeemResult.Pending || result instanceof RedeemResult.Waiting) {
            return pending;
        }
        return duplicates;
    }

    /** The counts so far. */
    public WalletCounts counts() {
        return new WalletCounts(
                tokens.sum(),
                redeemed.sum(),
                alreadySpent.sum(),
                invalid.sum(),
                refused.sum(),
                pending.sum(),
                duplicates.sum(),
                swaps.sum(),
                splits.sum());
    }
}
