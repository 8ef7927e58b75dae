package io.nutflux.testmint;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One keyset with its private keys.
 *
 * @param id the id its true keys give
 * @param spec what it was made from
 * @param feePpk the fee it tells now; differs from the spec's once the mint changed its mind
 * @param active whether it signs
 * @param keys the true keys by unsigned amount
 * @param shown the public keys it tells, in hex; differ from the true ones once the mint lies
 */
record MintKeyset(
        String id,
        KeysetSpec spec,
        long feePpk,
        boolean active,
        SortedMap<Long, MintKey> keys,
        SortedMap<Long, String> shown) {

    /** Makes the keyset whose keys follow from {@code seed} and {@code index}. */
    static MintKeyset create(KeysetSpec spec, byte[] seed, int index) {
        SortedMap<Long, MintKey> keys = new TreeMap<>(Long::compareUnsigned);
        for (long amount : spec.denominations()) {
            keys.put(amount, derive(seed, index, amount));
        }
        SortedMap<Long, String> shown = hex(keys);
        Instant expiry = spec.finalExpiry();
        String id = spec.version() == 1
                ? KeysetIds.v1(shown)
                : KeysetIds.v2(shown, spec.unit(), spec.feePpk(), expiry == null ? 0 : expiry.getEpochSecond());
        return new MintKeyset(id, spec, spec.feePpk(), true, keys, shown);
    }

    String unit() {
        return spec.unit();
    }

    @Nullable
    MintKey key(long amount) {
        return keys.get(amount);
    }

    boolean expired(Instant now) {
        Instant expiry = spec.finalExpiry();
        return expiry != null && !now.isBefore(expiry);
    }

    MintKeyset withActive(boolean newActive) {
        return new MintKeyset(id, spec, feePpk, newActive, keys, shown);
    }

    MintKeyset withFeePpk(long newFeePpk) {
        return new MintKeyset(id, spec, newFeePpk, active, keys, shown);
    }

    /** This, telling other public keys than those it signs with. */
    MintKeyset lyingAboutKeys() {
        return new MintKeyset(id, spec, feePpk, active, keys, otherKeys());
    }

    SortedMap<Long, String> otherKeys() {
        SortedMap<Long, String> others = new TreeMap<>(Long::compareUnsigned);
        keys.keySet().forEach(amount -> others.put(amount, Curve.hex(Curve.publicPoint(Curve.randomScalar()))));
        return Collections.unmodifiableSortedMap(others);
    }

    private static MintKey derive(byte[] seed, int index, long amount) {
        for (int counter = 0; ; counter++) {
            byte[] path = ByteBuffer.allocate(16)
                    .putInt(index)
                    .putLong(amount)
                    .putInt(counter)
                    .array();
            byte[] candidate = Curve.sha256(seed, path);
            if (Curve.isScalar(candidate)) {
                return new MintKey(candidate);
            }
        }
    }

    private static SortedMap<Long, String> hex(SortedMap<Long, MintKey> keys) {
        SortedMap<Long, String> hex = new TreeMap<>(Long::compareUnsigned);
        keys.forEach((amount, key) -> hex.put(amount, key.hex()));
        return Collections.unmodifiableSortedMap(hex);
    }

    @Override
    public String toString() {
        return "MintKeyset[" + id + ", " + unit() + "]";
    }
}
