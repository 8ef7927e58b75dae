package io.nutflux.crypto;

import java.security.SecureRandom;

/** The platform's default {@link SecureRandom}, which on Linux is the kernel's. */
final class SecureRandomness implements Randomness {

    static final SecureRandomness INSTANCE = new SecureRandomness();

    private final SecureRandom random = new SecureRandom();

    private SecureRandomness() {}

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }

    @Override
    public String describe() {
        return random.getProvider().getName() + " " + random.getAlgorithm();
    }
}
