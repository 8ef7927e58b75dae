package io.nutflux.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM of the JDK: nonces of 12 bytes, tags of 16. A cipher object for each call: one a thread would spare two
 * microseconds and keep the expanded key in every thread that ever sealed.
 */
final class AesGcm {

    static final int NONCE = 12;
    static final int TAG = 16;

    private AesGcm() {}

    /** Writes ciphertext and tag to {@code out} from {@code offset} on; the nonce stands in {@code out} before that. */
    static void seal(SecretKey key, byte[] associated, byte[] plain, byte[] out, int offset) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, out, offset - NONCE);
            cipher.updateAAD(associated);
            cipher.doFinal(plain, 0, plain.length, out, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK's AES-GCM does not seal", e);
        }
    }

    /** What was sealed, from ciphertext and tag that begin at {@code offset}, or null if tag and associated data disagree. */
    static byte @Nullable [] open(SecretKey key, byte[] associated, byte[] sealed, int offset) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, offset - NONCE);
            cipher.updateAAD(associated);
            return cipher.doFinal(sealed, offset, sealed.length - offset);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK's AES-GCM does not open", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] bytes, int nonceAt) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, bytes, nonceAt, NONCE));
        return cipher;
    }

    static void wipe(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0);
    }
}
