package io.nutflux.testmint;

import org.jspecify.annotations.Nullable;

/**
 * How a token is written.
 *
 * @param mint the mint's address in the token; null for this mint's
 * @param unit the unit in the token; null for that of the first proof's keyset
 * @param memo null for none
 * @param shortIds whether 33-byte keyset ids are cut to 8 bytes (V4 only)
 * @param dleq whether DLEQ proofs go into the token
 * @param padded whether the base64 is padded with {@code =}
 */
public record TokenOptions(
        @Nullable String mint,
        @Nullable String unit,
        @Nullable String memo,
        boolean shortIds,
        boolean dleq,
        boolean padded) {

    /** The mint's own address and unit, no memo, full ids, with DLEQ proofs, unpadded. */
    public static TokenOptions defaults() {
        return new TokenOptions(null, null, null, false, true, false);
    }

    /** This with another mint's address. */
    public TokenOptions withMint(String newMint) {
        return new TokenOptions(newMint, unit, memo, shortIds, dleq, padded);
    }

    /** This with a unit that may contradict the proofs'. */
    public TokenOptions withUnit(String newUnit) {
        return new TokenOptions(mint, newUnit, memo, shortIds, dleq, padded);
    }

    /** This with a memo. */
    public TokenOptions withMemo(String newMemo) {
        return new TokenOptions(mint, unit, newMemo, shortIds, dleq, padded);
    }

    /** This with short keyset ids. */
    public TokenOptions withShortIds() {
        return new TokenOptions(mint, unit, memo, true, dleq, padded);
    }

    /** This without DLEQ proofs. */
    public TokenOptions withoutDleq() {
        return new TokenOptions(mint, unit, memo, shortIds, false, padded);
    }

    /** This with padding. */
    public TokenOptions withPadding() {
        return new TokenOptions(mint, unit, memo, shortIds, dleq, true);
    }
}
