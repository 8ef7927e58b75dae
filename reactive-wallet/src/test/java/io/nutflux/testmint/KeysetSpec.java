package io.nutflux.testmint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a keyset is to be like.
 *
 * @param unit its unit, such as {@code sat}
 * @param feePpk fee per thousand inputs ({@code input_fee_ppk}); 0 for none
 * @param version 1 for 8-byte ids, 2 for 33-byte ids (NUT-02)
 * @param finalExpiry when the mint stops honouring it; {@code null} for never
 * @param denominations its amounts, unsigned
 */
public record KeysetSpec(
        String unit, long feePpk, int version, @Nullable Instant finalExpiry, List<Long> denominations) {

    /** A v2 keyset without fee, with all powers of two from 1 to 2^63. */
    public static KeysetSpec of(String unit) {
        return new KeysetSpec(unit, 0, 2, null, powersOfTwo(64));
    }

    public KeysetSpec {
        if (version != 1 && version != 2) {
            throw new IllegalArgumentException("a keyset id has version 1 or 2");
        }
        if (feePpk < 0) {
            throw new IllegalArgumentException("a fee is not negative");
        }
        denominations =
                denominations.stream().distinct().sorted(Long::compareUnsigned).toList();
        if (denominations.isEmpty() || denominations.contains(0L)) {
            throw new IllegalArgumentException("a keyset has denominations, none of them 0");
        }
    }

    /** The first {@code count} powers of two, at most 64. */
    public static List<Long> powersOfTwo(int count) {
        List<Long> powers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            powers.add(1L << i);
        }
        return powers;
    }

    /** This with another unit. */
    public KeysetSpec unit(String newUnit) {
        return new KeysetSpec(newUnit, feePpk, version, finalExpiry, denominations);
    }

    /** This with another fee. */
    public KeysetSpec feePpk(long newFeePpk) {
        return new KeysetSpec(unit, newFeePpk, version, finalExpiry, denominations);
    }

    /** This with another version of id. */
    public KeysetSpec version(int newVersion) {
        return new KeysetSpec(unit, feePpk, newVersion, finalExpiry, denominations);
    }

    /** This with a final expiry. */
    public KeysetSpec finalExpiry(@Nullable Instant newFinalExpiry) {
        return new KeysetSpec(unit, feePpk, version, newFinalExpiry, denominations);
    }

    /** This with other amounts. */
    public KeysetSpec denominations(long... amounts) {
        List<Long> list = new ArrayList<>(amounts.length);
        for (long amount : amounts) {
            list.add(amount);
        }
        return new KeysetSpec(unit, feePpk, version, finalExpiry, list);
    }
}
