package io.nutflux.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** BIP-39 words (English). Redacted in {@code toString}. */
public final class Mnemonic {

    private static final int GENERATED_BYTES = 16;
    private static final int BITS_PER_WORD = 11;
    private static final int ROUNDS = 2048;
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MAX_TEXT = 1024;

    private final List<String> words;

    private Mnemonic(List<String> words) {
        this.words = List.copyOf(words);
    }

    /** Twelve fresh words: 128 bits from {@code random}. */
    public static Mnemonic generate(Randomness random) {
        byte[] entropy = new byte[GENERATED_BYTES];
        random.fill(entropy);
        Mnemonic mnemonic = ofEntropy(entropy);
        Arrays.fill(entropy, (byte) 0);
        return mnemonic;
    }

    /** The words for 16, 20, 24, 28 or 32 bytes; their digest's first bits follow as checksum. */
    static Mnemonic ofEntropy(byte[] entropy) {
        int checksumBits = entropy.length / 4;
        int count = (entropy.length * 8 + checksumBits) / BITS_PER_WORD;
        BigInteger bits = withChecksum(entropy, checksumBits);
        List<String> words = new ArrayList<>(count);
        for (int i = count - 1; i >= 0; i--) {
            words.add(WordList.word(bits.shiftRight(i * BITS_PER_WORD).intValue() & (WordList.SIZE - 1)));
        }
        return new Mnemonic(words);
    }

    /**
     * Reads 12, 15, 18, 21 or 24 words, checking each word and the checksum. Case and the space around words do not
     * matter.
     *
     * @throws IllegalArgumentException if a word or the checksum is wrong; the message does not repeat words
     */
    public static Mnemonic parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("longer than any mnemonic");
        }
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        List<String> words =
                SPACE.splitAsStream(normal).filter(word -> !word.isEmpty()).toList();
        if (words.size() < 12 || words.size() > 24 || words.size() % 3 != 0) {
            throw new IllegalArgumentException("a mnemonic has 12, 15, 18, 21 or 24 words");
        }
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < words.size(); i++) {
            Integer index = WordList.indexOf(words.get(i));
            if (index == null) {
                throw new IllegalArgumentException("word " + (i + 1) + " of the mnemonic is not in the English list");
            }
            bits = bits.shiftLeft(BITS_PER_WORD).or(BigInteger.valueOf(index));
        }
        int checksumBits = words.size() / 3;
        byte[] entropy = bytes(bits.shiftRight(checksumBits), checksumBits * 4);
        if (!withChecksum(entropy, checksumBits).equals(bits)) {
            throw new IllegalArgumentException("the checksum of the mnemonic is wrong");
        }
        Arrays.fill(entropy, (byte) 0);
        return new Mnemonic(words);
    }

    private static BigInteger withChecksum(byte[] entropy, int checksumBits) {
        int checksum = (Hashing.sha256().digest(entropy)[0] & 0xff) >>> (8 - checksumBits);
        return new BigInteger(1, entropy).shiftLeft(checksumBits).or(BigInteger.valueOf(checksum));
    }

    private static byte[] bytes(BigInteger value, int length) {
        byte[] signed = value.toByteArray();
        byte[] bytes = new byte[length];
        int used = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - used, bytes, length - used, used);
        Arrays.fill(signed, (byte) 0);
        return bytes;
    }

    /**
     * The seed: PBKDF2-HMAC-SHA512, 2,048 rounds. Takes some milliseconds.
     *
     * @param passphrase the "25th word"; empty for none. Every passphrase gives a seed: a mistyped one gives an empty
     *     wallet, not an error
     */
    public Seed toSeed(String passphrase) {
        String salt = "mnemonic" + Normalizer.normalize(passphrase, Normalizer.Form.NFKD);
        PBEKeySpec spec = new PBEKeySpec(
                reveal().toCharArray(), salt.getBytes(StandardCharsets.UTF_8), ROUNDS, Seed.LENGTH * Byte.SIZE);
        try {
            byte[] bytes = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            Seed seed = Seed.of(bytes);
            Arrays.fill(bytes, (byte) 0);
            return seed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
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
