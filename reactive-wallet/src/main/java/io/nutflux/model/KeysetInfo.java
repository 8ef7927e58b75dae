package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /v1/keysets} says of a keyset (NUT-02), without its keys.
 *
 * @param id full id
 * @param active whether the mint signs new outputs with it
 * @param inputFeePpk fee for each input, in thousandths of the unit's minor part; 0 if the mint names none
 * @param finalExpiry Unix seconds after which the mint need not honour it; {@code null} for never
 */
public record KeysetInfo(
        KeysetId id,
        CurrencyUnit unit,
        boolean active,
        long inputFeePpk,
        @Nullable Long finalExpiry) {

    /** Above this no fee is a fee: 1,000 whole units for one input. */
    public static final long MAX_INPUT_FEE_PPK = 1_000_000;

    public KeysetInfo {
        if (inputFeePpk < 0 || inputFeePpk > MAX_INPUT_FEE_PPK) {
            throw new IllegalArgumentException("input_fee_ppk is out of range");
        }
        if (finalExpiry != null && finalExpiry < 0) {
            throw new IllegalArgumentException("final_expiry is negative");
        }
    }

    /** Whether the keyset's final expiry is at or before {@code unixSeconds}. */
    public boolean isExpiredAt(long unixSeconds) {
        return finalExpiry != null && finalExpiry != 0 && finalExpiry <= unixSeconds;
    }

    public KeysetInfo withActive(boolean nowActive) {
        return new KeysetInfo(id, unit, nowActive, inputFeePpk, finalExpiry);
    }
}
