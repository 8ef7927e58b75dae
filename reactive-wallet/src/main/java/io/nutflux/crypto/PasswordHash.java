package io.nutflux.crypto;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id, version 0x13 (RFC 9106): keys from passwords, at a price in memory and time that guessers pay too.
 *
 * <p>BouncyCastle works through the lanes one after the other, on the calling thread, which is busy for tenths of a second
 * with common parameters. Its working memory is on the heap and not wiped.
 */
public final class PasswordHash {

    private PasswordHash() {}

    /**
     * The key of {@code password}.
     *
     * @param memoryKib at least 8 for each lane
     * @param length bytes of the key, at least 4
     */
    public static byte[] argon2id(byte[] password, byte[] salt, int memoryKib, int iterations, int lanes, int length) {
        return hash(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withSalt(salt),
                password,
                memoryKib,
                iterations,
                lanes,
                length);
    }

    static byte[] hash(
            Argon2Parameters.Builder parameters,
            byte[] password,
            int memoryKib,
            int iterations,
            int lanes,
            int length) {
        if (lanes < 1 || iterations < 1 || memoryKib < 8 * lanes || length < 4) {
            throw new IllegalArgumentException("Argon2 takes a lane, an iteration, 8 KiB a lane and 4 bytes at least");
        }
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .build());
        byte[] key = new byte[length];
        generator.generateBytes(password, key);
        return key;
    }
}
