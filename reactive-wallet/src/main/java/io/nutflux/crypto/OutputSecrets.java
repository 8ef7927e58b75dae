package io.nutflux.crypto;

import io.nutflux.model.KeysetId;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;

/**
 * Where the secret and the blinding factor of an output come from: the same keyset and counter give the same pair, for
 * ever (NUT-13).
 */
public interface OutputSecrets {

    /**
     * The pair of one output.
     *
     * @param keyset full id
     * @param counter 0 to 2^31 - 1 for version 1 ids, any non-negative {@code long} for version 2
     * @throws IllegalArgumentException for another id version, a short id or a counter out of range
     */
    Derived derive(KeysetId keyset, long counter);

    /** A secret and its blinding factor. */
    record Derived(Secret secret, Scalar r) {}

    /** Derivation from a BIP-39 seed: HMAC for version 2 ids, BIP-32 for version 1. */
    static OutputSecrets fromSeed(Seed seed) {
        return new SeedOutputSecrets(seed, CurveEngine.bouncyCastle());
    }
}
