package io.nutflux.store;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import java.math.BigInteger;

/**
 * Sums of proofs by state, for one mint and unit.
 *
 * @param unspent free to spend
 * @param reserved inputs of unfinished operations
 * @param sent handed out, not yet seen spent
 * @param claimed handed out and seen spent
 */
public record StoredBalance(
        MintUrl mint,
        CurrencyUnit unit,
        BigInteger unspent,
        BigInteger reserved,
        BigInteger sent,
        BigInteger claimed) {}
