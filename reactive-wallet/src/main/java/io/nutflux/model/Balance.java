package io.nutflux.model;

import java.math.BigInteger;

/**
 * What the wallet holds of one unit at one mint. Sums may pass 64 bits, so they are big integers.
 *
 * @param spendable free to spend
 * @param reserved inputs of operations under way
 * @param pending handed out in tokens that nobody was seen to redeem yet. It grows less only when somebody looks: by a
 *     verification, or by taking back what is left
 */
public record Balance(MintUrl mint, CurrencyUnit unit, BigInteger spendable, BigInteger reserved, BigInteger pending) {}
