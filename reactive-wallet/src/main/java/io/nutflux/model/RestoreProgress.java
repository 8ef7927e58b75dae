package io.nutflux.model;

import java.math.BigInteger;

/**
 * How far one keyset has been looked through for what the seed owns there (NUT-09, NUT-13). Sums are of the whole keyset so
 * far, in the unit's minor parts.
 *
 * @param counter what the next output is derived with: one past the last that the mint has signed, as far as was looked
 * @param restored value that the store did not know and has now
 * @param spent value that the mint gave back and calls spent
 * @param pending value of {@code restored} that the mint says is in use in a transaction; it may turn out to be spent
 * @param complete whether the keyset was looked through to its end
 */
public record RestoreProgress(
        MintUrl mint,
        CurrencyUnit unit,
        KeysetId keyset,
        long counter,
        BigInteger restored,
        BigInteger spent,
        BigInteger pending,
        boolean complete) {}
