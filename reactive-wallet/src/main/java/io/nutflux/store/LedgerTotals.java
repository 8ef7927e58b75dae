package io.nutflux.store;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import java.math.BigInteger;

/**
 * Sums of all ledger entries of one mint and unit; they may pass 64 bits over time.
 *
 * @param received redeemed and minted, before fees
 * @param sent handed out
 */
public record LedgerTotals(MintUrl mint, CurrencyUnit unit, BigInteger received, BigInteger sent, BigInteger fees) {}
