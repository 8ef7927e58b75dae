package io.nutflux.vault;

import io.nutflux.crypto.PasswordHash;
import io.nutflux.vault.PasswordText.Derivation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/** A password as bytes: UTF-8 of its normal form NFC, as keyboards differ in how they compose a character (RFC 8265). */
final class Password {

    private static final int MAX_BYTES_PER_CHAR = 3;

    private final byte[] bytes;
    private boolean wiped;

    private Password(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code password}. */
    static Password of(char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("the password is empty");
        }
        CharBuffer chars = CharBuffer.wrap(password);
        if (!Normalizer.isNormalized(chars, Normalizer.Form.NFC)) {
            chars = CharBuffer.wrap(Normalizer.normalize(chars, Normalizer.Form.NFC));
        }
        ByteBuffer encoded = ByteBuffer.allocate(MAX_BYTES_PER_CHAR * chars.length());
        CoderResult result = StandardCharsets.UTF_8.newEncoder().encode(chars, encoded, true);
        Password copy = new Password(Arrays.copyOf(encoded.array(), encoded.position()));
        AesGcm.wipe(encoded.array());
        if (result.isError()) {
            copy.wipe();
            throw new IllegalArgumentException("the password is not Unicode text");
        }
        return copy;
    }

    /** The wrapping key of this derivation; takes as long as its cost says. */
    WipeableKey derive(Derivation derivation) {
        PasswordCost cost = derivation.cost();
        byte[] copy = copy();
        try {
            return new WipeableKey(
                    WipeableKey.AES,
                    PasswordHash.argon2id(
                            copy,
                            derivation.saltBytes(),
                            cost.memoryKib(),
                            cost.iterations(),
                            cost.lanes(),
                            DataKey.LENGTH));
        } finally {
            AesGcm.wipe(copy);
        }
    }

    private synchronized byte[] copy() {
        if (wiped) {
            throw VaultErrors.closed();
        }
        return bytes.clone();
    }

    synchronized void wipe() {
        wiped = true;
        AesGcm.wipe(bytes);
    }
}
