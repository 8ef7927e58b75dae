package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * A plain token to make.
 *
 * @param amount face value of the token
 * @param offline only hand out proofs that already add up to the amount: nothing is asked of the mint
 * @param includeFees add what the receiver will pay to redeem it, so that {@code amount} arrives net
 * @param memo words for the receiver, in clear
 */
public record SendRequest(
        MintUrl mint,
        CurrencyUnit unit,
        Amount amount,
        boolean offline,
        boolean includeFees,
        @Nullable String memo) {

    public static SendRequest of(MintUrl mint, CurrencyUnit unit, Amount amount) {
        return new SendRequest(mint, unit, amount, false, false, null);
    }

    public SendRequest {
        if (amount.isZero()) {
            throw new IllegalArgumentException("an amount to send is not zero");
        }
    }
}
