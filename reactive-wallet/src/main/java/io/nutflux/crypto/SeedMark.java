package io.nutflux.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import javax.crypto.Mac;

/**
 * What tells one seed from another without telling the seed: HMAC-SHA256 of a label, with the seed as key. Not used by any
 * derivation (NUT-13), so no secret or blinding factor follows from it.
 */
public final class SeedMark {

    private static final byte[] LABEL = "nutflux seed mark v1".getBytes(UTF_8);

    private SeedMark() {}

    /**
     * The 32 bytes of {@code seed}'s mark.
     *
     * @throws IllegalStateException if the seed is wiped
     */
    public static byte[] of(Seed seed) {
        byte[] key = seed.copy();
        try {
            Mac mac = Hashing.hmacSha256(key);
            return mac.doFinal(LABEL);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
