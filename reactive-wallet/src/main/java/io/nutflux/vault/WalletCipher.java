package io.nutflux.vault;

/**
 * Seals one wallet's secrets with its newest data key and opens what any of its data keys sealed. Thread-safe, fast, does not
 * block.
 */
public interface WalletCipher {

    /** The version of the data key that {@link #seal} uses; stored beside what is sealed. */
    int version();

    /** The sealed value: ciphertext, tag and all that is needed to open it but the key. */
    byte[] seal(Place place, byte[] plain);

    /**
     * What was sealed. Fails with {@link io.nutflux.error.StoreException.Kind#TAMPERED} if the bytes were changed or
     * belong elsewhere, with {@code WRONG_KEY} if they name a version of the data key that this cipher does not hold, with {@code CLOSED}
     * after its keys were wiped.
     */
    byte[] open(Place place, byte[] sealed);
}
