package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A data key under a wrapping key, as text: base64url of {@code nonce (12) | ciphertext (32) | tag (16)}. Associated data
 * are the context and everything that is stored beside it.
 */
final class KeyWrap {

    /** A multiple of three bytes, so the text has no spare bits that could be changed unseen. */
    private static final int LENGTH = AesGcm.NONCE + DataKey.LENGTH + AesGcm.TAG;

    private KeyWrap() {}

    static String wrap(SecretKey with, KeyContext context, String header, DataKey key, Randomness randomness) {
        byte[] nonce = new byte[AesGcm.NONCE];
        randomness.fill(nonce);
        byte[] wrapped = Arrays.copyOf(nonce, LENGTH);
        byte[] plain = key.toBytes();
        try {
            AesGcm.seal(with, AssociatedData.ofKey(context, header), plain, wrapped, AesGcm.NONCE);
        } finally {
            AesGcm.wipe(plain);
        }
        return Base64.getUrlEncoder().encodeToString(wrapped);
    }

    /** The key, or null if another key, context or header wrapped it, or the text was edited. */
    static @Nullable DataKey unwrap(SecretKey with, KeyContext context, String header, String text) {
        byte[] wrapped = decode(text);
        if (wrapped == null || wrapped.length != LENGTH) {
            return null;
        }
        byte[] plain = AesGcm.open(with, AssociatedData.ofKey(context, header), wrapped, AesGcm.NONCE);
        if (plain == null) {
            return null;
        }
        try {
            return DataKey.of(plain);
        } finally {
            AesGcm.wipe(plain);
        }
    }

    static byte @Nullable [] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
