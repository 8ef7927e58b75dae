package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Hex;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Names for things, by which a wallet knows them again. */
public final class Digests {

    private static final byte[] TOKEN = "nutflux/token/1".getBytes(StandardCharsets.US_ASCII);

    private static final int ID_LENGTH = 8;

    private Digests() {}

    /**
     * A digest of the ecash in a token: equal for two texts exactly if they carry the same proofs of the same mint,
     * whatever the encoding, the order, the memo, the witnesses and the DLEQ proofs. It does not reveal the secrets.
     *
     * <p>Keysets count by the first 8 bytes of their ids, so that a token has its digest before its short ids are resolved;
     * no two keysets that a wallet knows begin alike (02.7).
     *
     * @param Ys {@code hash_to_curve} of each proof's secret, in order
     * @return 64 hexadecimal characters
     * @throws IllegalArgumentException if the lists differ in length
     */
    public static String token(MintUrl mint, List<Proof> proofs, List<CurvePoint> Ys) {
        if (proofs.size() != Ys.size()) {
            throw new IllegalArgumentException("one Y for each proof");
        }
        MessageDigest sha256 = Hashing.sha256();
        sha256.update(TOKEN);
        updatePrefixed(sha256, mint.value().getBytes(StandardCharsets.UTF_8));
        sha256.update(length(proofs.size()));
        IntStream.range(0, proofs.size())
                .mapToObj(i -> entry(proofs.get(i), Ys.get(i)))
                .sorted(Arrays::compareUnsigned)
                .forEach(entry -> updatePrefixed(sha256, entry));
        return Hex.encode(sha256.digest());
    }

    private static byte[] entry(Proof proof, CurvePoint Y) {
        return ByteBuffer.allocate(2 * CurvePoint.LENGTH + Long.BYTES + ID_LENGTH)
                .put(Y.toBytes())
                .put(proof.C().toBytes())
                .putLong(proof.amount().bits())
                .put(proof.id().toBytes(), 0, ID_LENGTH)
                .array();
    }

    private static void updatePrefixed(MessageDigest sha256, byte[] bytes) {
        sha256.update(length(bytes.length));
        sha256.update(bytes);
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }
}
