package io.nutflux.vault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** The formats written down once more from their description, over BouncyCastle: shares nothing with what it is held against. */
final class Gcm {

    private Gcm() {}

    static byte[] seal(
            byte[] dataKey, String wallet, Place place, int version, byte[] salt, byte[] nonce, byte[] plain) {
        byte[] ciphertext = crypt(true, subkey(dataKey, salt), nonce, associated(wallet, place, version), plain);
        return concat(new byte[] {1}, number(version), salt, nonce, ciphertext);
    }

    /** Opens what names {@code version}, without looking at the version it names. */
    static byte[] open(byte[] dataKey, String wallet, Place place, int version, byte[] sealed) {
        byte[] salt = Arrays.copyOfRange(sealed, 5, 21);
        byte[] nonce = Arrays.copyOfRange(sealed, 21, 33);
        byte[] ciphertext = Arrays.copyOfRange(sealed, 33, sealed.length);
        return crypt(false, subkey(dataKey, salt), nonce, associated(wallet, place, version), ciphertext);
    }

    static byte[] subkey(byte[] dataKey, byte[] salt) {
        HMac hmac = new HMac(new SHA256Digest());
        hmac.init(new KeyParameter(dataKey));
        byte[] input = concat(utf8("nutflux/seal/1"), salt);
        hmac.update(input, 0, input.length);
        byte[] subkey = new byte[32];
        hmac.doFinal(subkey, 0);
        return subkey;
    }

    private static byte[] associated(String wallet, Place place, int version) {
        return concat(
                new byte[] {1},
                part(utf8(wallet)),
                part(utf8(place.table())),
                part(utf8(place.column())),
                part(utf8(place.row())),
                part(number(version)));
    }

    static byte[] crypt(boolean seal, byte[] key, byte[] nonce, byte[] associated, byte[] input) {
        GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
        gcm.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce, associated));
        byte[] output = new byte[gcm.getOutputSize(input.length)];
        int length = gcm.processBytes(input, 0, input.length, output, 0);
        try {
            gcm.doFinal(output, length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalArgumentException("does not open", e);
        }
        return output;
    }

    private static byte[] part(byte[] bytes) {
        return concat(number(bytes.length), bytes);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
